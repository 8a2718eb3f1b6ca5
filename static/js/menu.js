/** Closes the menu of the masthead (`details[data-menu]`) when the reader is done with it; opening it needs no script. */

import { isComposing } from './composing.js';

export function startMenu() {
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector('.masthead .menu'));
  if (!menu) return;
  const close = () => (menu.open = false);

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isComposing(event) || !menu.open) return;
    close();
    menu.querySelector('summary')?.focus();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) close();
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) close();
  });
  // A menu that is open holds updates back; on a wider page it is no menu any more.
  const button = menu.querySelector('summary');
  if (button) new ResizeObserver(() => button.offsetParent ?? close()).observe(button);
}
