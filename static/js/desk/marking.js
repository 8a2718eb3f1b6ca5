/** Marks passages by the keyboard: `form[data-marking]` holds `[data-passage]`, each with a checkbox for every topic
 * (`data-key` is its key). A key marks the passage that has the focus, or the first one; ↓ and ↑ go from passage to passage, Enter takes
 * what is suggested and goes on. */

import { isComposing } from '../composing.js';

export function startMarking() {
  document.addEventListener('keydown', onKey, { capture: true }); // before enter.js, which keeps Enter from sending a form
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (isComposing(event) || event.altKey || event.ctrlKey || event.metaKey) return;
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-marking]'));
  if (form && isFor(form, event) && act(form, event)) event.preventDefault();
}

/** Keys count in the form, and on the page where nothing has the focus.
 * @param {HTMLFormElement} form @param {KeyboardEvent} event */
function isFor(form, { target }) {
  if (document.querySelector('dialog[open]')) return false;
  return (
    target === document.body ||
    target === document.getElementById('content') ||
    (target instanceof HTMLInputElement && form.contains(target))
  );
}

/** @param {HTMLFormElement} form @param {KeyboardEvent} event
 * @returns whether the key did something */
function act(form, event) {
  const passages = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-passage]')]);
  const current = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest('[data-passage]'));
  const at = current ? passages.indexOf(current) : -1;
  if (event.key === 'ArrowDown') return goTo(passages[at + 1]);
  if (event.key === 'ArrowUp') return goTo(passages[at - 1]);
  if (event.key === 'Enter') return current ? take(current) && (goTo(passages[at + 1]) || goToSave(form)) : false;
  return mark(current ?? passages[0], event.key.toLowerCase());
}

/** @param {HTMLElement | undefined} passage @param {string} key */
function mark(passage, key) {
  const box = boxesOf(passage).find((each) => each.dataset.key === key);
  if (!box) return false;
  box.focus();
  box.click();
  return true;
}

/** @param {HTMLElement} passage */
function take(passage) {
  for (const box of boxesOf(passage)) {
    if (!box.checked && box.closest('[data-suggested]')) box.click();
  }
  return true;
}

/** @param {HTMLElement | undefined} passage */
function goTo(passage) {
  const [first] = boxesOf(passage);
  first?.focus({ preventScroll: true });
  passage?.scrollIntoView({ block: 'nearest' });
  return Boolean(first);
}

/** @param {HTMLFormElement} form */
function goToSave(form) {
  /** @type {HTMLElement | null} */ (form.querySelector('button[name=action]'))?.focus();
  return true;
}

/** @param {HTMLElement | undefined} passage */
const boxesOf = (passage) =>
  /** @type {HTMLInputElement[]} */ ([...(passage?.querySelectorAll('input[type=checkbox]') ?? [])]);
