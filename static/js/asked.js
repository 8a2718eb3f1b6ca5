/** Puts back what the reader asked for, where the server answers everybody who asks for something unknown with the same cached page. */

import { markChosenFilter, setSearch } from './filters.js';

const UNKNOWN = '-';

/** Call when the list is on the page. Once the desk adds the unknown topic or speaker, what the wire sends for it has to find its place. */
export function restoreUnknownChoices() {
  const list = document.getElementById('updates');
  const filter = new URLSearchParams(list?.dataset.filter ?? '');
  const asked = new URLSearchParams(location.search);
  const unknown = [...filter].filter(([name, value]) => value === UNKNOWN && asked.get(name)).map(([name]) => name);
  if (!list || unknown.length === 0) return;
  for (const name of unknown) {
    const own = `${name}=${asked.get(name)}`;
    filter.set(name, asked.get(name) ?? '');
    for (const place of document.querySelectorAll(`[data-chosen="${name}=${UNKNOWN}"]`)) {
      place.setAttribute('data-chosen', own);
    }
    for (const place of document.querySelectorAll(`[data-here="${name}=${UNKNOWN}"]`)) {
      place.setAttribute('data-here', own);
    }
  }
  list.dataset.filter = filter.toString();
  restoreInLinks(unknown, asked);
  // The server may have learned of the word while it rendered the page.
  markChosenFilter();
}

/** @param {string[]} unknown @param {URLSearchParams} asked */
function restoreInLinks(unknown, asked) {
  const links = document.querySelectorAll('.chosen a[href], #filters a[href], .languages a[href]');
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (links)) {
    const search = new URLSearchParams(link.search);
    for (const name of unknown) if (search.get(name) === UNKNOWN) search.set(name, asked.get(name) ?? '');
    if (search.size > 0) setSearch(link, search.toString());
  }
}

/** The server lower-cases a search for its cache: puts back what was typed. */
export function startTyped() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector('.search-form input[name="q"]'));
  const typed = new URLSearchParams(location.search).get('q')?.split(/\s+/).filter(Boolean).join(' ');
  if (field && typed && typed.toLowerCase() === field.value) field.value = typed;
}
