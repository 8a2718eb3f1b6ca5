/** Puts the updates that are held back on paper: into the list before it is printed, and out of it afterwards. */

import { openDays } from './days.js';
import { putIn } from './matching.js';

/** @param {() => HTMLElement[]} copies of what is held */
export function printHeld(copies) {
  /** @type {HTMLElement[]} */
  let printed = [];
  addEventListener('beforeprint', () => {
    const list = document.getElementById('updates');
    if (!list) return;
    printed = copies();
    for (const copy of printed) {
      copy.dataset.held = '';
      copy.hidden = true; // on the screen
      putIn(list, copy);
    }
    openDays({ withHeld: true });
  });
  addEventListener('afterprint', () => {
    for (const copy of printed.splice(0)) copy.remove();
    openDays();
  });
}
