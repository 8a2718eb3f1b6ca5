/** Puts the keyboard where the next words belong: into the text when the desk opens or has sent one, into the note of a correction. */

import { isComposing } from '../composing.js';

const CORRECTION = 'input[name=change][value=correction]';
const PRESSED = '.composer-actions [type=submit]';
const SETTLING_MS = 2_000; // in which the composer folds its fields and the new update arrives below
let wasInHeadline = false;
let sentAt = -Infinity;

export function startFocusText() {
  // A button that takes the focus would put a phone's keyboard away.
  document.addEventListener('mousedown', (event) => {
    const button = event.target instanceof Element ? event.target.closest(PRESSED) : null;
    if (button && document.activeElement?.closest('form') === button.closest('form')) event.preventDefault();
  });
  // Who presses "A correction" goes on with its note; who comes by with the arrow keys goes on choosing.
  let isByPointer = false;
  document.addEventListener('pointerdown', () => (isByPointer = true), true);
  document.addEventListener('keydown', (event) => (isByPointer &&= isComposing(event)), true);
  document.addEventListener('change', ({ target }) => {
    if (isByPointer && target instanceof Element && target.matches(CORRECTION)) {
      document.getElementById('edit-note')?.focus();
    }
  });
  document.addEventListener('submit', () => (wasInHeadline = document.activeElement?.id === 'new-headline'), true);
  document.addEventListener('htmx:after:swap', (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    if (ctx.response?.status !== 201) return;
    sentAt = performance.now();
    focus();
    keepInView();
  });
  document.addEventListener('dateline:shown', () => requestAnimationFrame(keepInView));
  const isFree = document.activeElement === document.body && !document.getElementById('said')?.textContent?.trim();
  if (isFree && !location.hash && document.querySelector('#desk[data-view=write]')) focus();
}

/** After sending, the place that is kept while the page changes is that of the field for the next words. */
function keepInView() {
  const field = document.activeElement;
  if (performance.now() - sentAt > SETTLING_MS || !field?.closest('#composer')) return;
  field.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

/** A reporter who sends headlines alone stays in the headline. */
function focus() {
  document.getElementById(wasInHeadline ? 'new-headline' : 'new-body')?.focus({ preventScroll: true });
}
