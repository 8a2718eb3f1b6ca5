/** Puts a form that the server sent back in the place of the one that was sent, without taking the keyboard away. */

import { carryDraft } from './drafts.js';
import { mainButton } from './enter.js';

/**
 * The answer is the form itself, found by its id, or a whole page, whose `main#content` is put in place of this page's.
 * @param {HTMLFormElement} form
 * @param {string} html
 * @param {{saved: boolean}} options
 * @returns {boolean} whether the answer held such a form
 */
export function replaceForm(form, html, { saved }) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const next = /** @type {HTMLElement | null} */ (form.id ? page.getElementById(form.id) : null);
  if (!(next instanceof HTMLFormElement)) return false;
  const focus = keepFocus(form);
  const main = page.getElementById('content');
  const present = document.getElementById('content');
  if (main && present) present.replaceWith(document.adoptNode(main));
  else form.replaceWith(document.adoptNode(next));
  if (saved) focus(next);
  else {
    carryDraft(form, next);
    const wrong = /** @type {HTMLElement | null} */ (next.querySelector('[aria-invalid=true]'));
    const said = /** @type {HTMLElement | null} */ (
      document.querySelector('#content [role=alert]:not(:empty)') ?? next.querySelector('[role=alert]:not(:empty)')
    );
    if (wrong) wrong.focus();
    else if (said) show(said);
    else focus(next);
  }
  return true;
}

/** What was refused must be seen where it is said, however far up the page that is.
 * @param {HTMLElement} sentence */
function show(sentence) {
  sentence.tabIndex = -1;
  sentence.focus();
}

/** @param {HTMLFormElement} form @returns {(next: HTMLFormElement) => void} */
function keepFocus(form) {
  const held = /** @type {HTMLInputElement | HTMLButtonElement | null} */ (
    form.contains(document.activeElement) ? document.activeElement : null
  );
  return (next) => {
    if (!held) return;
    const same = held.id
      ? document.getElementById(held.id)
      : next.querySelector(`[name="${CSS.escape(held.name)}"][value="${CSS.escape(held.value)}"]`);
    /** @type {HTMLElement | null} */ (same ?? mainButton(next))?.focus({ preventScroll: true });
  };
}
