/** Closes menus (`details[data-menu]`) on Escape, on a click elsewhere and when the focus leaves them. */

import { isComposing } from './composing.js';

export function startMenu() {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || isComposing(event) || document.querySelector('dialog[open]')) return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
  document.addEventListener('pointerdown', ({ target }) => closeAround(target));
  document.addEventListener('focusout', ({ relatedTarget }) => relatedTarget && closeAround(relatedTarget));

  // An open menu holds updates back. On a wider page the masthead's content is always visible, and its button hidden.
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector('.masthead .menu'));
  const button = menu?.querySelector('summary');
  if (menu && button) new ResizeObserver(() => button.offsetParent ?? (menu.open = false)).observe(button);
}

/** A dialog that a menu has opened leads back to it.
 * @param {EventTarget | null} target */
function closeAround(target) {
  if (!(target instanceof Element) || target.closest('dialog')) return;
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
}

const openMenus = () =>
  /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details[data-menu][open]'));
