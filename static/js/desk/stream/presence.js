/** Shows who is at the desk, and marks the updates that somebody else is editing, on the desk and on the page of an edit. */

import { gettext } from '../../messages.js';
import { keepPlace } from '../../place.js';

export function startPresence() {
  // Articles or rows of the queue may have come.
  for (const name of ['dateline:shown', 'dateline:heard', 'htmx:after:swap']) document.addEventListener(name, mark);
}

/** @param {string} html */
export function showPresence(html) {
  const place = document.getElementById('presence');
  if (!place) return;
  const template = document.createElement('template');
  template.innerHTML = html;
  const keep = keepPlace(false);
  place.replaceChildren(template.content);
  mark();
  warn();
  keep();
}

/** The colleagues who edit an update, by name.
 * @param {string} id */
function editorsOf(id) {
  const others = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#presence [data-edits]')]).filter(
    ({ dataset }) => dataset.account !== document.body.dataset.reporter && dataset.edits?.split(' ').includes(id),
  );
  return others.map(({ dataset }) => dataset.person ?? '').join(gettext(', '));
}

function mark() {
  markWaiting();
  for (const article of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('article[data-update]'))) {
    const name = editorsOf(article.dataset.update ?? '');
    if (name === (article.dataset.editedBy ?? '')) continue;
    if (name) {
      article.dataset.editedBy = name;
      article.dataset.editedSaid = gettext('%(name)s is editing this', { name });
    } else {
      delete article.dataset.editedBy;
      delete article.dataset.editedSaid;
    }
  }
}

/** In the queue, where a text may be published under the hands of its author. */
function markWaiting() {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#queue [data-waiting]'))) {
    const place = /** @type {HTMLElement | null} */ (row.querySelector('[data-editing-said]'));
    const name = editorsOf(row.dataset.waiting ?? '');
    if (name) row.dataset.editedBy = name;
    else delete row.dataset.editedBy;
    if (!place) continue;
    const words = name ? gettext('%(name)s is editing this now.', { name }) : '';
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }
}

/** On the page of an edit. */
function warn() {
  const place = document.getElementById('also-editing');
  const name = editorsOf(document.getElementById('desk-wire')?.dataset.editing ?? '');
  if (!place) return;
  const words = name ? gettext('%(name)s is editing this, too.', { name }) : '';
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}
