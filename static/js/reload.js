/** Reloads the page when the server asks for it, with jitter, without a loop, and not while somebody is typing. */

import { hasUnsentText } from './attention.js';
import { gettext } from './messages.js';
import { noteReloadedPlace } from './reloaded-place.js';

const SETTLE_MS = 1_500; // a server may answer with the page of a second ago until then
const SPREAD_SECONDS = 10; // after a restore, or a large release, every reader is told at the same time
const LOOP_MS = 60_000; // a page that has itself been reloaded waits this long
const RETRY_MS = 5_000;

let asked = false;

/** @param {HTMLElement} wire shows that the page waits for unsent text; `data-spread` is in seconds */
export function askForReload(wire) {
  if (asked) return;
  asked = true;
  const spread = Number(wire.dataset.spread ?? SPREAD_SECONDS) * 1_000;
  const delay = Math.max(SETTLE_MS + Math.random() * spread, isReloaded() ? LOOP_MS - performance.now() : 0);
  setTimeout(() => reloadWhenIdle(wire), delay);
}

/** @param {HTMLElement} wire */
function reloadWhenIdle(wire) {
  if (!hasUnsentText()) {
    noteReloadedPlace();
    return location.reload();
  }
  wire.textContent = gettext('this page is out of date; it reloads when your text is sent');
  setTimeout(() => reloadWhenIdle(wire), RETRY_MS);
}

function isReloaded() {
  const [navigation] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.type === 'reload';
}
