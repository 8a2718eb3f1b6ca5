/** Shows who is at the desk, and marks the updates that somebody else is editing, on the desk and on the page of an edit. */

import { gettext } from '../../messages.js';
import { keepPlace } from '../../place.js';

export function startPresence() {
  document.addEventListener('dateline:shown', mark); // articles may have come
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
  return others.map(({ dataset }) => dataset.person ?? '').join(', ');
}

function mark() {
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

/** On the page of an edit. */
function warn() {
  const place = document.getElementById('also-editing');
  const name = editorsOf(document.getElementById('desk-wire')?.dataset.editing ?? '');
  if (!place) return;
  const words = name ? gettext('%(name)s is editing this, too.', { name }) : '';
  if (place.textContent !== words) place.textContent = words;
  place.hidden = !words;
}
