/** Shows the date above the first update of each day, by the same rule as `opening_days` in `blog/web/template_filters.py`. */

/** @param {{withHeld?: boolean}} [options] */
export function openDays({ withHeld = false } = {}) {
  const said = new Set();
  for (const article of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('#updates > [data-update]')
  )) {
    const day = article.querySelector(':scope > .update-day')?.textContent?.trim();
    const isShown = !article.hidden || (withHeld && 'held' in article.dataset);
    article.toggleAttribute('data-opens-day', isShown && day !== undefined && !said.has(day));
    if (isShown) said.add(day);
  }
}

/** Other updates may be shown after a message or a swap; another time zone may change the day. */
export function startDays() {
  document.addEventListener('dateline:shown', () => openDays());
  document.addEventListener('dateline:clock', () => openDays());
}
