/** Keeps the filter links in step with what is chosen here: the wire sends every reader the same links, with nothing chosen. */

import { NAMES } from './matching.js';

/** A click on a link adds its value to the filter, in place of another value of that name, or removes it. */
export function markChosenFilter() {
  const chosen = new URLSearchParams(document.getElementById('updates')?.dataset.filter ?? '');
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll('#filters a[data-filter]')
  )) {
    const [name, value] = (link.dataset.filter ?? '').split('=');
    const isChosen = name ? chosen.get(name) === value : chosen.size === 0;
    if (isChosen) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    if (name) setSearch(link, after(chosen, name, isChosen ? '' : value));
  }
}

/**
 * Changes where a link leads, with htmx and without.
 * @param {HTMLAnchorElement} link
 * @param {string} search
 */
export function setSearch(link, search) {
  link.search = search;
  if (link.hasAttribute('hx-get')) link.setAttribute('hx-get', link.pathname + link.search);
}

/**
 * In the server's order: one page, one address.
 * @param {URLSearchParams} chosen
 * @param {string} name
 * @param {string} value empty removes the name
 */
function after(chosen, name, value) {
  const values = NAMES.map((one) => [one, one === name ? value : (chosen.get(one) ?? '')]);
  return inLanguage(new URLSearchParams(values.filter(([, given]) => given))).toString();
}

/**
 * Adds the language that the reader has chosen, or another one, last as the server writes it.
 * @param {URLSearchParams} query
 * @param {string} [ui]
 */
export function inLanguage(query, ui = document.documentElement.dataset.ui) {
  query.delete('ui');
  if (ui) query.append('ui', ui);
  return query;
}

/** Lets the languages in the foot lead to what is shown now. */
export function leadLanguagesHere() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.languages a'))) {
    link.href = `${location.pathname}?${inLanguage(new URLSearchParams(location.search), link.hreflang)}`;
  }
}
