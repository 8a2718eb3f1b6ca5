/** Marks an update or the summary with `data-changed` for a few seconds when its wording changes on an open page. */

import { gettext } from './messages.js';
import { partialsOf, targetsOf } from './partials.js';
import { keepPlace } from './place.js';

const MARK_MS = 8_000;

/** @type {Map<HTMLElement, string | undefined>} */
const versions = new Map();

/**
 * Call before a message is applied.
 * @param {DocumentFragment} content of the message
 */
export function noteVersions(content) {
  versions.clear();
  for (const target of partialsOf(content).flatMap((partial) => [...targetsOf(partial)])) {
    if (target instanceof HTMLElement && target.matches('[data-version]')) versions.set(target, target.dataset.version);
  }
}

/** A pin or a key mark does not change the version, and is not marked. */
export function markChanged() {
  for (const [article, version] of versions) {
    if (!article.isConnected || article.dataset.version === version) continue;
    article.dataset.changed = '';
    // Styles show the words, and have none of their own.
    document.documentElement.style.setProperty('--changed', JSON.stringify(gettext('Changed just now')));
    setTimeout(unmark, MARK_MS, article);
  }
}

/**
 * The mark may have taken a line of its own.
 * @param {HTMLElement} article
 */
function unmark(article) {
  const keep = keepPlace(false);
  delete article.dataset.changed;
  keep();
}
