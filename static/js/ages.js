/** Writes the age of recent updates, and of what the front page says last changed, into `data-ago`; CSS shows it in place of the date. */

import { gettext } from './messages.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LONGEST_MS = 6 * HOUR_MS; // older updates show their date
const FRESHEN_MS = 20_000;

export function startAges() {
  writeAges();
  setInterval(() => document.hidden || writeAges(), FRESHEN_MS);
  document.addEventListener('visibilitychange', () => document.hidden || writeAges());
}

/** @param {ParentNode} [root] the page, or a fragment before it is put in place */
export function writeAges(root = document) {
  for (const date of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.update-date, .age'))) {
    const time = date.querySelector('time');
    const age = time ? ageInWords(Date.now() - Date.parse(time.dateTime)) : '';
    if (age) date.dataset.ago = age;
    else delete date.dataset.ago;
  }
}

/** @param {number} age in milliseconds; slightly negative where the clocks of server and device differ
 * @returns {string} empty for an update that is too old */
function ageInWords(age) {
  if (Math.abs(age) < MINUTE_MS) return gettext('just now');
  if (age < 0 || age >= LONGEST_MS) return '';
  if (age < HOUR_MS) return gettext('%(minutes)s min ago', { minutes: Math.floor(age / MINUTE_MS) });
  return gettext('%(hours)s h ago', { hours: Math.floor(age / HOUR_MS) });
}
