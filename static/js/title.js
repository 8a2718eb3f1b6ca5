/** Writes the number of unread updates, and whether the visit is live, into the tab's title. */

import { isPublished } from './matching.js';
import { gettext } from './messages.js';

const [live, withdrawn] = [gettext('Live:'), gettext('Withdrawn update')];
const site = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name=application-name]'));
const LIVE = `${live} `; // as the server writes it
const WITHDRAWN = `${withdrawn} · ${site?.content ?? ''}`;

let plain = '';

/** Call when the page has the server's title: at the start, and after a swap. */
export function readTitle() {
  plain = document.title.replace(LIVE, '');
}

/**
 * Call after every message: a visit may have paused or ended with it.
 * @param {number} count
 */
export function showUnread(count) {
  const isLive = document.querySelector('#visit-head[data-status=live]') !== null;
  const followed = /** @type {HTMLElement | null} */ (document.querySelector('#updates > [aria-current=true]'));
  const own = followed && !isPublished(followed) ? WITHDRAWN : plain;
  document.title = `${count > 0 ? `(${count}) ` : ''}${isLive ? LIVE : ''}${own}`;
}

readTitle();
