/** Rows of pictures as the server renders them. */

import { htmx } from '../../htmx.js';

/** @param {string | DocumentFragment} source @returns {HTMLElement | null} */
export function rowIn(source) {
  return /** @type {HTMLElement | null} */ (contentOf(source).querySelector('li'));
}

/** Those of pictures that the server has; none where it cannot be reached.
 * @param {string} address @param {string} prefix of the ids in the form @param {string[]} ids @returns {Promise<HTMLElement[]>} */
export async function fetchRows(address, prefix, ids) {
  const asked = new URLSearchParams([['prefix', prefix], ...ids.map((id) => ['media', id])]);
  const place = document.createElement('ol');
  place.hidden = true;
  document.body.append(place); // htmx drops an answer whose place is not in the page
  await htmx?.ajax('GET', `${address}?${asked}`, { target: place, swap: 'innerHTML' }).catch(() => {});
  place.remove();
  return /** @type {HTMLElement[]} */ ([...place.children]);
}

/** @param {string | DocumentFragment} source */
function contentOf(source) {
  if (typeof source !== 'string') return source;
  const template = document.createElement('template');
  template.innerHTML = source; // our server's own answer, of which nothing runs here
  return template.content;
}
