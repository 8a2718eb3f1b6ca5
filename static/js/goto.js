/** Jumps to an update that is on the page already: from links with `data-goto="<id>"`, and when the page is a permalink. */

import { isPlainClick } from './clicks.js';

/** @param {() => void} [showHeld] shows the updates that are held back: the reader asks for one of them */
export function startGoto(showHeld) {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || !isPlainClick(event)) return;
    const link = /** @type {Element} */ (event.target).closest('a[data-goto]');
    if (!(link instanceof HTMLElement)) return;
    const article = document.querySelector(`#updates > [data-update="${CSS.escape(link.dataset.goto ?? '')}"]`);
    if (!(article instanceof HTMLElement)) return;
    event.preventDefault();
    if (article.hidden) showHeld?.();
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
