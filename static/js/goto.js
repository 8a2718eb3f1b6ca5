/** Leads to an update that is on the page: from a list, without loading anything (`a[data-goto="<id>"]`), and from its permalink. */

/** @param {() => void} [showHeld] shows updates that are on the page and wait: one of them was asked for */
export function startGoto(showHeld) {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      event.altKey
    ) {
      return;
    }
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

/** A permalink may come without `#u-<id>`, which needs no script. Nobody who has scrolled, came back or loaded again is moved. */
export function startFollowed() {
  const article = document.querySelector('#updates > [aria-current]');
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  if (!article || location.hash || scrollY > 0 || navigation?.type !== 'navigate') return;
  location.replace(`#${article.id}`); // the browser's own way: the keyboard and a screen reader go on from there
}
