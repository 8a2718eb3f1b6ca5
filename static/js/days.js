/** Says the day above the first update of each day that is shown: the rule of `opening_days` in `blog/web/template_filters.py`. */

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

/** What is shown changes when updates arrive, are withdrawn or filtered; what day it was, with the reader's clock. */
export function startDays() {
  document.addEventListener('dateline:shown', () => openDays());
  document.addEventListener('dateline:clock', () => openDays());
}
