/** Keeps the ways to see less as this page has them: what the wire sends is the same for every reader and has nothing chosen. */

import { NAMES } from './matching.js';

/** A click on one lets it join what is chosen, in the place of another of its name, or takes it off. */
export function markChosenFilter() {
  const chosen = new URLSearchParams(document.getElementById('updates')?.dataset.filter ?? '');
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll('#filters a[data-filter]')
  )) {
    const [name, value] = (link.dataset.filter ?? '').split('=');
    const isChosen = name ? chosen.get(name) === value : chosen.size === 0;
    if (isChosen) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    if (name) link.search = after(chosen, name, isChosen ? '' : value);
  }
}

/** In the server's order: one page, one address.
 * @param {URLSearchParams} chosen @param {string} name @param {string} value nothing takes the name off */
function after(chosen, name, value) {
  const values = NAMES.map((one) => [one, one === name ? value : (chosen.get(one) ?? '')]);
  return new URLSearchParams(values.filter(([, given]) => given)).toString();
}
