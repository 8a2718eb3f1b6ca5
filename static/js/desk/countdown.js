/** Says how long it is until something goes out by itself: `[data-due]`, by the clock of the server. */

import { gettext, ngettext } from '../messages.js';

const TICK_MS = 1_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const calm = matchMedia('(prefers-reduced-motion: reduce)');
let skewMs = 0; // by how much the clock of the server is ahead of this device's

export function startCountdown() {
  skewMs = skewOf(document.getElementById('desk-wire')?.dataset.now ?? '');
  writeCountdowns();
  setInterval(() => document.hidden || writeCountdowns(), TICK_MS);
  document.addEventListener('visibilitychange', () => document.hidden || writeCountdowns());
  document.addEventListener('htmx:after:swap', () => writeCountdowns());
}

/** @param {ParentNode} [root] the page, or a fragment before it is put in place */
export function writeCountdowns(root = document) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-due]'))) {
    const words = wordsFor(Math.ceil((Date.parse(element.dataset.due ?? '') - Date.now() - skewMs) / 1_000));
    if (element.textContent !== words) element.textContent = words;
  }
}

/** The page was made when the first byte of the answer came, about.
 * @param {string} made the time of the server at which it made the page */
function skewOf(made) {
  const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  const ageMs = page ? performance.now() - page.responseStart : 0;
  const skew = Date.parse(made) - (Date.now() - ageMs);
  return Number.isFinite(skew) ? skew : 0;
}

/** Seconds are told in the last minute alone, and not to whoever wants a page that stands still.
 * @param {number} seconds */
function wordsFor(seconds) {
  if (!(seconds > 0)) return gettext('any moment now');
  if (seconds <= MINUTE) {
    return calm.matches ? gettext('in less than a minute') : gettext('in %(seconds)s s', { seconds });
  }
  const whole = Math.ceil(seconds / MINUTE) * MINUTE;
  const [days, hours, minutes] = [whole / DAY, (whole % DAY) / HOUR, (whole % HOUR) / MINUTE].map(Math.floor);
  if (days > 0) return ngettext('in %(num)s day', 'in %(num)s days', days);
  if (hours === 0) return gettext('in %(minutes)s min', { minutes });
  return minutes > 0
    ? gettext('in %(hours)s h %(minutes)s min', { hours, minutes })
    : gettext('in %(hours)s h', { hours });
}
