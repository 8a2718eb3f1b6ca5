/**
 * Moves to the next field on Enter in a single-line field, and presses the form's main button on Ctrl or ⌘ with Enter.
 * In a form that publishes nothing, such as the sign-in, Enter may send it: `form[data-enter=send]`.
 */

import { isComposing } from '../composing.js';

const MULTILINE = 'textarea, select, button, summary, a, [type=submit], [type=button], [type=reset]';

export function startEnter() {
  document.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const form = field.form ?? field.closest('form'); // a summary or a link belongs to none, but stands in one
    if (event.key !== 'Enter' || event.defaultPrevented || isComposing(event) || !form || form.method === 'get') return;
    if (event.ctrlKey || event.metaKey) return doMain(form, event);
    if (event.repeat && field.matches('[type=submit]')) return event.preventDefault(); // the key press that moved the focus here
    // Enter chooses from a list of suggestions.
    if (field.matches(MULTILINE) || hasSuggestions(field) || form.dataset.enter === 'send') return;
    event.preventDefault();
    (following(form, field) ?? mainButton(form))?.focus();
  });
}

/** @param {HTMLInputElement} field */
const hasSuggestions = (field) => [...(field.list?.options ?? [])].some(({ value }) => value !== field.value);

/** The button that does what the form is for: never the preview, nor the one that only stops Enter.
 * @param {HTMLFormElement} form */
export const mainButton = (form) =>
  /** @type {HTMLButtonElement | null} */ (
    form.querySelector('#main-action') ?? form.querySelector('[type=submit]:not([value=preview])')
  );

/** @param {HTMLFormElement} form @param {KeyboardEvent} event */
function doMain(form, event) {
  if (!form.matches('[hx-post], [method=dialog]')) return;
  event.preventDefault();
  if (!event.repeat) form.requestSubmit(mainButton(form));
}

/** @param {HTMLFormElement} form @param {HTMLElement} field @returns {HTMLElement | undefined} */
function following(form, field) {
  const elements = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  const after = elements.slice(elements.indexOf(/** @type {HTMLInputElement} */ (field)) + 1);
  return after.find(
    (element) =>
      !element.disabled &&
      element.type !== 'hidden' &&
      element.tabIndex >= 0 &&
      element.checkVisibility() &&
      element.matches('input, textarea, select:not([data-holds]), [type=submit]'), // beside a time, an embargo is none to come to
  );
}
