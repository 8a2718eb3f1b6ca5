/** Loads the page again when the wire says that it must, without a loop, a stampede, or a lost word. */

import { hasUnsentText } from './attention.js';

const SETTLE_MS = 1_500; // until then a server may answer with its page of a second ago
const SPREAD_MS = 2_000; // a restored database tells every reader at once
const LOOP_MS = 60_000; // a page that was itself reloaded has to live this long first
const RETRY_MS = 5_000;

let asked = false;

/** @param {HTMLElement} wire says so when it has to wait */
export function askForReload(wire) {
  if (asked) return;
  asked = true;
  const delay = Math.max(SETTLE_MS + Math.random() * SPREAD_MS, isReloaded() ? LOOP_MS - performance.now() : 0);
  setTimeout(() => reloadWhenIdle(wire), delay);
}

/** @param {HTMLElement} wire */
function reloadWhenIdle(wire) {
  if (!hasUnsentText()) return location.reload();
  wire.textContent = 'this page is out of date: it loads again when your text is sent';
  setTimeout(() => reloadWhenIdle(wire), RETRY_MS);
}

function isReloaded() {
  const [navigation] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.type === 'reload';
}
