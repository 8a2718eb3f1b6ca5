/** Updates every second: the clock of the visited place (`data-clock`, a zone), its UTC offset (`data-offset`), and the time until the visit goes live (`data-until`). */

import { gap, gettext, ngettext } from './messages.js';
import { isKnown, offset, timeIn } from './moments.js';

const TICK_MS = 1_000;
const LAST_MINUTES = 2; // seconds are shown only in the last minutes, or the page would look restless

/** @type {[number, (count: number) => string][]} seconds and words of a unit */
const UNITS = [
  [86_400, (count) => ngettext('%(num)s day', '%(num)s days', count)],
  [3_600, (count) => ngettext('%(num)s hour', '%(num)s hours', count)],
  [60, (count) => ngettext('%(num)s minute', '%(num)s minutes', count)],
  [1, (count) => ngettext('%(num)s second', '%(num)s seconds', count)],
];

export function startTicking() {
  tick();
  setInterval(tick, TICK_MS);
  document.addEventListener('dateline:shown', tick); // new content has no times yet
}

function tick() {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('[data-clock], [data-offset], [data-until]')
  )) {
    const words = wordsFor(element);
    if (element.textContent !== words) element.textContent = words;
  }
}

/** @param {HTMLElement} element */
function wordsFor({ dataset, textContent }) {
  if (dataset.clock) return isKnown(dataset.clock) ? timeIn(dataset.clock) : '';
  if (dataset.offset) return offset(dataset.offset) || textContent;
  return wordsUntil(Date.parse(dataset.until ?? ''));
}

/** @param {number} moment */
function wordsUntil(moment) {
  let seconds = Math.ceil((moment - Date.now()) / 1_000);
  if (!(seconds > 0)) return gettext('Any moment now');
  if (seconds > LAST_MINUTES * 60) seconds = Math.ceil(seconds / 60) * 60;
  const parts = [];
  for (const [length, words] of UNITS) {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    if (count > 0) parts.push(words(count));
  }
  return gettext('In %(duration)s', { duration: parts.slice(0, 2).join(gap()) });
}
