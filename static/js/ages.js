/** Says in place of its day how long ago an update of the last hours was (`data-ago`): for the eye only, by CSS. */

import { gettext } from './messages.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LONGEST_MS = 6 * HOUR_MS; // later the time itself says more
const FRESHEN_MS = 20_000;

export function startAges() {
  writeAges();
  setInterval(() => document.hidden || writeAges(), FRESHEN_MS);
  document.addEventListener('visibilitychange', () => document.hidden || writeAges());
}

/** @param {ParentNode} [root] the page, or a fragment before it is put in place */
export function writeAges(root = document) {
  for (const date of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.update-date'))) {
    const time = date.querySelector('time');
    const age = time ? ageInWords(Date.now() - Date.parse(time.dateTime)) : '';
    if (age) date.dataset.ago = age;
    else delete date.dataset.ago;
  }
}

/** @param {number} age in milliseconds; below zero, but not by much, where clocks do not agree
 * @returns {string} empty for what lies too far away */
function ageInWords(age) {
  if (Math.abs(age) < MINUTE_MS) return gettext('just now');
  if (age < 0 || age >= LONGEST_MS) return '';
  if (age < HOUR_MS) return gettext('%(minutes)s min ago', { minutes: Math.floor(age / MINUTE_MS) });
  return gettext('%(hours)s h ago', { hours: Math.floor(age / HOUR_MS) });
}
