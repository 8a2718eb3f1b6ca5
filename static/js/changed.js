/** Marks an update, or the summary, that was reworded under the reader's eyes, quietly and for a few seconds (`data-changed`, for CSS). */

import { keepPlace } from './place.js';

/** @typedef {import('./inbox.js').Task} Task */

const MARK_MS = 8_000;

/** @type {Map<HTMLElement, string | undefined>} */
const versions = new Map();

/** @param {Task[]} tasks */
export function noteVersions(tasks) {
  versions.clear();
  for (const { target } of tasks) {
    if (target instanceof HTMLElement && target.matches('[data-version]')) versions.set(target, target.dataset.version);
  }
}

/** A pin or a key mark comes as the same version and is no news. */
export function markChanged() {
  for (const [article, version] of versions) {
    if (!article.isConnected || article.dataset.version === version) continue;
    article.dataset.changed = '';
    setTimeout(unmark, MARK_MS, article);
  }
}

/** The mark may have taken a line of its own.
 * @param {HTMLElement} article */
function unmark(article) {
  const keep = keepPlace(false);
  delete article.dataset.changed;
  keep();
}
