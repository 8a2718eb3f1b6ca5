/** Keeps the chosen filter marked: what the wire sends is the same for every reader and has none. */

export function markChosenFilter() {
  const here = new URLSearchParams(location.search);
  here.delete('page');
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#filters [data-filter]'))) {
    if (link.dataset.filter === here.toString()) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}
