/** Marks what is new since the reader left, for as long as the page shows one list. */

import { AbsenceWatch, lastAbsence, noteRead } from './absence.js';
import { shownIn } from './held.js';
import { Marks } from './marks.js';
import { articlesOf, numberOf } from './matching.js';

const TICK_MS = 30_000;

export function startSince() {
  /** @type {AbortController | undefined} */
  let shown;

  function start() {
    shown?.abort();
    shown = new AbortController();
    const list = document.getElementById('updates');
    const wire = document.getElementById('wire');
    if (list?.dataset.filter !== undefined && wire) watch(list, wire, shown.signal);
  }

  document.addEventListener('dateline:navigated', start);
  start();
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} wire
 * @param {AbortSignal} signal ends it, when the page shows another list
 */
function watch(list, wire, signal) {
  const name = `${wire.dataset.slug}?${list.dataset.filter}`;
  const epoch = (wire.dataset.cursor ?? '').split(':')[0];
  const marks = new Marks(list, () => noteRead(name, epoch));
  if (list.dataset.front === undefined) return marks.draw(lastAbsence(name, epoch));

  const absence = new AbsenceWatch(name, epoch, {
    newest: () => Math.max(0, ...articlesOf(list).map(numberOf)),
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
