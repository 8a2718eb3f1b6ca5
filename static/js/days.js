/**
 * Shows the date above the first update of each day, and beside an update the city and the date only where the one above has
 * another, by the same rules as `opening_days` and `repeats` in `blog/web/template_filters.py`.
 */

/** @param {{withHeld?: boolean}} [options] */
export function openDays({ withHeld = false } = {}) {
  const said = new Set();
  let above = { city: '', day: '' };
  for (const article of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('#updates > [data-update]')
  )) {
    const day = article.querySelector(':scope > .update-day')?.textContent?.trim();
    const isShown = !article.hidden || (withHeld && 'held' in article.dataset);
    article.toggleAttribute('data-opens-day', isShown && day !== undefined && !said.has(day));
    if (isShown) said.add(day);
    const rail = isShown ? railOf(article) : null;
    const repeated = rail ? [rail.city === above.city && 'city', rail.day === above.day && 'day'].filter(Boolean) : [];
    if (repeated.length > 0) article.dataset.repeats = repeated.join(' ');
    else delete article.dataset.repeats;
    if (rail) above = rail;
  }
}

/** @param {Element} article @returns {{city: string, day: string} | null} null for what was withdrawn */
function railOf(article) {
  const rail = article.querySelector(':scope > .update-rail');
  const [city, day] = ['.city', '.update-date > time'].map(
    (part) => rail?.querySelector(part)?.textContent?.trim() ?? '',
  );
  return rail ? { city, day } : null;
}

/** Other updates may be shown after a message or a swap; another time zone may change the day. */
export function startDays() {
  document.addEventListener('dateline:shown', () => openDays());
  document.addEventListener('dateline:clock', () => openDays());
}
