/** Owns what ticks: the clock of the place that is visited and its distance from UTC (`data-clock`, `data-offset`, a zone), and the time until the visit goes live (`data-until`). */

import { isKnown, offset } from './moments.js';

const TICK_MS = 1_000;
const LAST_MINUTES = 2; // before this, seconds would only make the page restless

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();
const units = { day: 86_400, hour: 3_600, minute: 60, second: 1 };

export function startTicking() {
  tick();
  setInterval(tick, TICK_MS);
  document.addEventListener('dateline:shown', tick); // what the wire brings has no hands yet
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
  if (dataset.clock) return timeIn(dataset.clock);
  if (dataset.offset) return offset(dataset.offset) || textContent;
  return wordsUntil(Date.parse(dataset.until ?? ''));
}

/** @param {string} zone */
function timeIn(zone) {
  if (!isKnown(zone)) return '';
  if (!clocks.has(zone)) {
    clocks.set(zone, new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }));
  }
  return /** @type {Intl.DateTimeFormat} */ (clocks.get(zone)).format().replace(':', '.');
}

/** @param {number} moment */
function wordsUntil(moment) {
  let seconds = Math.ceil((moment - Date.now()) / 1_000);
  if (!(seconds > 0)) return 'Any moment now';
  if (seconds > LAST_MINUTES * 60) seconds = Math.ceil(seconds / 60) * 60;
  const parts = [];
  for (const [unit, length] of Object.entries(units)) {
    const number = Math.floor(seconds / length);
    seconds -= number * length;
    if (number > 0) parts.push(`${number} ${unit}${number === 1 ? '' : 's'}`);
  }
  return `In ${parts.slice(0, 2).join(' ')}`;
}
