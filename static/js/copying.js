/** What becomes of a control that shares or copies: the share sheet on touch devices, otherwise the clipboard. */

import { gettext } from './messages.js';

const SAID_MS = 4_000;

/** @param {HTMLAnchorElement} link @param {HTMLElement} said */
export async function shareOrCopy(link, said) {
  if (await share(link)) return;
  if (await copy(link.href)) tell(link, said, gettext('Link copied'));
  else location.assign(link.href);
}

/** Only on touch devices: on a desktop the clipboard is more useful than the share sheet.
 * @param {HTMLAnchorElement} link
 * @returns {Promise<boolean>} whether the sheet was shown, whatever the reader did with it */
async function share({ href, dataset }) {
  if (!navigator.share || !matchMedia('(pointer: coarse)').matches) return false;
  try {
    await navigator.share({ title: dataset.share || document.querySelector('h1')?.textContent?.trim(), url: href });
    return true;
  } catch (error) {
    return /** @type {Error} */ (error).name === 'AbortError';
  }
}

/** @param {HTMLElement} button @param {HTMLElement} said */
export async function copyField(button, said) {
  const field = /** @type {HTMLElement} */ (document.getElementById(button.dataset.copy ?? ''));
  const isTyped = field instanceof HTMLTextAreaElement;
  const isCopied = await copy(isTyped ? field.value : field.innerText);
  if (isCopied) tell(button, said, gettext('Copied'));
  else select(field);
}

/** A field selects its words itself once it has the focus.
 * @param {HTMLElement} field */
function select(field) {
  if (field instanceof HTMLTextAreaElement) field.focus();
  else getSelection()?.selectAllChildren(field);
}

/** CSS shows the words beside the control; they are not part of its name, which a screen reader would read again.
 * @param {HTMLElement} control @param {HTMLElement} said @param {string} words */
function tell(control, said, words) {
  control.dataset.said = words;
  said.textContent = words;
  setTimeout(() => {
    delete control.dataset.said;
    said.replaceChildren();
  }, SAID_MS);
}

/**
 * `navigator.clipboard` is missing on plain http, as when a laptop serves a newsroom.
 * @param {string} text
 * @returns {Promise<boolean>} whether the text is on the clipboard
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** @param {string} text */
function copyBySelection(text) {
  const focus = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focus?.focus({ preventScroll: true });
  return done;
}
