/** Closes the masthead's menu (`details[data-menu]`) on Escape, on a click elsewhere and when the focus leaves it. */

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
  // An open menu holds updates back. On a wider page its content is always visible, and the button hidden.
  const button = menu.querySelector('summary');
  if (button) new ResizeObserver(() => button.offsetParent ?? close()).observe(button);
}
