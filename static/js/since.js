/** Marks what is new since the reader left, for as long as the page shows one list. */

import { AbsenceWatch, lastAbsence, noteRead } from './absence.js';
import { Marks } from './marks.js';
import { articlesOf, numberOf, shownIn } from './matching.js';

const TICK_MS = 30_000;

/** @param {() => number} [newestHeld] the number of the newest update that is held back, 0 when there is none */
export function startSince(newestHeld = () => 0) {
  /** @type {AbortController | undefined} */
  let shown;

  function start() {
    shown?.abort();
    shown = new AbortController();
    const list = document.getElementById('updates');
    const wire = document.getElementById('wire');
    if (list?.dataset.filter !== undefined && wire) watch(list, wire, newestHeld, shown.signal);
  }

  document.addEventListener('dateline:navigated', start);
  start();
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} wire
 * @param {() => number} newestHeld
 * @param {AbortSignal} signal ends it, when the page shows another list
 */
function watch(list, wire, newestHeld, signal) {
  const name = `${wire.dataset.slug}?${list.dataset.filter}`;
  const epoch = (wire.dataset.cursor ?? '').split(':')[0];
  const marks = new Marks(list, () => noteRead(name, epoch));
  if (list.dataset.front === undefined) return marks.draw(lastAbsence(name, epoch));

  const absence = new AbsenceWatch(name, epoch, {
    newest: () => Math.max(newestHeld(), ...articlesOf(list).map(numberOf)),
    newestSeen: () => Math.max(0, ...shownIn(list).map(numberOf)),
  });
  const notice = () => marks.draw(absence.notice());
  for (const event of ['pageshow', 'pagehide']) addEventListener(event, notice, { signal });
  for (const event of ['visibilitychange', 'dateline:shown']) document.addEventListener(event, notice, { signal });
  const timer = setInterval(notice, TICK_MS);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    absence.stop();
  });
  notice();
}
