/** Jumps to an update that is on the page already: from links with `data-goto="<id>"`, and when the page is a permalink. */

import { isPlainClick } from './clicks.js';

/** @param {(id: string) => void} [reveal] shows the updates that are held back, if this is one of them */
export function startGoto(reveal) {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || !isPlainClick(event)) return;
    const link = /** @type {Element} */ (event.target).closest('a[data-goto]');
    if (!(link instanceof HTMLElement)) return;
    const id = link.dataset.goto ?? '';
    reveal?.(id);
    const article = document.querySelector(`#updates > [data-update="${CSS.escape(id)}"]`);
    if (!(article instanceof HTMLElement)) return;
    event.preventDefault();
    goTo(article);
  });
}

/** @param {HTMLElement} element */
export function goTo(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'start' });
}

/** Scrolls to the update of a permalink without `#u-<id>`, unless the reader has scrolled, came back or reloaded. */
export function startFollowed() {
  const article = document.querySelector('#updates > [aria-current]');
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  if (!article || location.hash || scrollY > 0 || navigation?.type !== 'navigate') return;
  location.replace(`#${article.id}`); // a fragment, so that the keyboard and a screen reader continue from there
}
