/** Passes links on: `a[data-share]` goes to the device's own sheet or is copied, `button[data-copy="<id>"]` copies a field. */

import { gettext } from './messages.js';

const SAID_MS = 4_000;

/** One listener for all, so that an update that arrives needs nothing. Without a script a link leads where it says. */
export function startShare() {
  const said = document.createElement('p');
  said.className = 'unseen';
  said.setAttribute('role', 'status');
  document.body.append(said);

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-copy]'))) {
    button.hidden = false;
  }
  document.addEventListener('click', (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const control = /** @type {Element} */ (event.target).closest('a[data-share], button[data-copy]');
    if (control instanceof HTMLAnchorElement) {
      event.preventDefault();
      passOn(control, said);
    } else if (control instanceof HTMLElement) copyField(control, said);
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.readOnly) target.select();
  });
}

/** @param {HTMLAnchorElement} link @param {HTMLElement} said */
async function passOn(link, said) {
  if (await share(link)) return;
  if (await copy(link.href)) tell(link, said, gettext('Link copied'));
  else location.assign(link.href);
}

/** The sheet of a phone has more to offer than a clipboard; that of a desk has less.
 * @param {HTMLAnchorElement} link
 * @returns {Promise<boolean>} whether the reader was asked, whatever came of it */
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
async function copyField(button, said) {
  const field = /** @type {HTMLTextAreaElement} */ (document.getElementById(button.dataset.copy ?? ''));
  if (await copy(field.value)) tell(button, said, gettext('Copied'));
  else field.focus(); // which selects it
}

/** What is seen beside the finger is CSS and no part of the link's name, which would be read out a second time.
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
 * Plain http, which is how a newsroom's laptop serves its neighbours, has no `navigator.clipboard`.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there now
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
