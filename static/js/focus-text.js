/** Puts the keyboard where the next words belong: into the text when the desk opens or has sent one, into the note of a correction. */

import { isComposing } from './composing.js';

const CORRECTION = 'input[name=change][value=correction]';
const PRESSED = '.composer-actions [type=submit]';
let wasInHeadline = false;

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
    if (ctx.response?.status === 201) focus();
  });
  const isFree = document.activeElement === document.body && !document.getElementById('said')?.textContent?.trim();
  if (isFree && !location.hash && document.querySelector('#desk[data-view=write]')) focus();
}

/** A reporter who sends headlines alone stays in the headline. */
function focus() {
  document.getElementById(wasInHeadline ? 'new-headline' : 'new-body')?.focus({ preventScroll: true });
}
