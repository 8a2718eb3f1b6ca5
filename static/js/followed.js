/** Brings the update of a permalink into view where the address says no place (`#u-<id>` does it without a script). */

/** Nobody who has scrolled, came back or loaded again is moved. */
export function startFollowed() {
  const article = document.querySelector('#updates > [aria-current]');
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  if (!article || location.hash || scrollY > 0 || navigation?.type !== 'navigate') return;
  location.replace(`#${article.id}`); // the browser's own way: the keyboard and a screen reader go on from there
}
