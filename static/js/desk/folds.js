/** Closes what is folded open (`details[data-fold]`) on Escape and on a click elsewhere, and leads into it when it opens. */

import { isComposing } from '../composing.js';

const OPEN = 'details[data-fold][open], details[data-chip][open]';
const OVERLAY = 'details[data-fold][open]:not(.actions-more)'; // what covers nothing may stay open
const FIELD = 'input:not([type=hidden]), select, textarea';

export function startFolds() {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return;
    const fold = /** @type {Element} */ (event.target).closest(OPEN);
    if (!(fold instanceof HTMLDetailsElement)) return;
    event.preventDefault();
    fold.open = false;
    fold.querySelector('summary')?.focus();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Element)) return;
    const { form } = target.closest('button') ?? { form: null }; // a button outside may belong to the form in a fold
    for (const fold of document.querySelectorAll(OVERLAY)) {
      if (!fold.contains(target) && !fold.contains(form)) /** @type {HTMLDetailsElement} */ (fold).open = false;
    }
  });
  // A text that was put back has to be seen.
  document.addEventListener('dateline:filled', ({ target }) => {
    const fold = target instanceof Element ? target.closest('details') : null;
    if (fold) fold.open = true;
  });
  // By the summary alone: what a script or the server opens keeps the focus where it is.
  document.addEventListener('click', ({ target }) => {
    const fold = target instanceof Element ? target.closest('summary')?.parentElement : null;
    if (!(fold instanceof HTMLDetailsElement) || !fold.matches('[data-fold], [data-chip]') || fold.open) return;
    fold.addEventListener('toggle', () => fold.open && enter(fold), { once: true });
  });
}

/** @param {HTMLDetailsElement} fold */
function enter(fold) {
  const all = /** @type {HTMLElement[]} */ ([...fold.querySelectorAll(FIELD)]);
  const fields = all.filter((field) => field.checkVisibility());
  (fields.find((field) => field.matches('textarea')) ?? fields[0])?.focus(); // a text is what there is to write
}
