/** Rows of pictures as the server renders them. */

import { htmx } from '../../htmx.js';

/** @param {string | DocumentFragment} source @returns {HTMLElement | null} */
export function rowIn(source) {
  return /** @type {HTMLElement | null} */ (contentOf(source).querySelector('li'));
}

/** Those of pictures that the server has; none where it cannot be reached.
 * @param {string} address @param {string} prefix of the ids in the form @param {string[]} ids
 * @param {Record<string, string>} dateline of the form @returns {Promise<HTMLElement[]>} */
export async function fetchRows(address, prefix, ids, dateline) {
  const asked = new URLSearchParams([
    ['prefix', prefix],
    ...Object.entries(dateline),
    ...ids.map((id) => ['media', id]),
  ]);
  const place = document.createElement('ol');
  place.hidden = true;
  document.body.append(place); // htmx drops an answer whose place is not in the page
  await htmx?.ajax('GET', `${address}?${asked}`, { target: place, swap: 'innerHTML' }).catch(() => {});
  place.remove();
  return /** @type {HTMLElement[]} */ ([...place.children]);
}

/** The dateline of the form around an element, as a field for the server, which gives times in its zone.
 * @param {Element} element @returns {Record<string, string>} */
export function chosenDateline(element) {
  const field = element.closest('form')?.elements.namedItem('stop');
  return field instanceof HTMLSelectElement ? { stop: field.value } : {};
}

/** @param {string | DocumentFragment} source */
function contentOf(source) {
  if (typeof source !== 'string') return source;
  const template = document.createElement('template');
  template.innerHTML = source; // our server's own answer, of which nothing runs here
  return template.content;
}
