/**
 * Brings a reader back to the lines that were being read when the server asked the page to load again. So much may have been
 * published meanwhile that they are on an older page by now: then the page of their permalink is opened.
 */

import { shownIn } from './matching.js';
import { isAtTop } from './place.js';

const KEY = 'dateline-reloaded-place';
const OLD_MS = 60_000; // a page that failed to load does not move its reader days later

let isReloading = false;

/** @typedef {{address: string, id: string, top: number, permalink: string, at: number}} Place */

/** Call just before the reload. The browser would restore the position in pixels, which has other lines by then. */
export function noteReloadedPlace() {
  const article = isAtTop() ? undefined : shownIn(list()).find((each) => each.getBoundingClientRect().bottom > 0);
  if (!article) return;
  const link = article.querySelector('a.update-link');
  write({
    address: location.pathname + location.search,
    id: article.dataset.update ?? '',
    top: article.getBoundingClientRect().top,
    permalink: link instanceof HTMLAnchorElement ? link.pathname + link.search : '',
    at: Date.now(),
  });
  isReloading = true;
  history.scrollRestoration = 'manual';
}

// Not before the page goes: the browser may still be about to return to the old position.
addEventListener('pagehide', () => {
  if (!isReloading) history.scrollRestoration = 'auto';
});

/**
 * Call on a page that has just loaded.
 * @param {{follows?: boolean}} [options] `follows`: opens another page for it if need be
 */
export function returnToReloadedPlace({ follows = false } = {}) {
  const place = take();
  if (!place || place.address !== location.pathname + location.search) return;
  const article = document.querySelector(`#updates > [data-update="${CSS.escape(place.id)}"]`);
  if (article) {
    const settle = () => scrollBy({ top: article.getBoundingClientRect().top - place.top, behavior: 'instant' });
    settle();
    addEventListener('load', settle, { once: true }); // fonts and pictures above it have their height now
  } else if (follows && place.permalink && place.permalink !== place.address) {
    write({ ...place, address: place.permalink });
    location.replace(place.permalink);
  }
}

const list = () => document.getElementById('updates');

/** @param {Place} place */
function write(place) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // without storage the page begins at its head
  }
}

/** @returns {Place | null} */
function take() {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    sessionStorage.removeItem(KEY);
    if (!place || Date.now() - place.at > OLD_MS) return null;
    return place;
  } catch {
    return null;
  }
}
