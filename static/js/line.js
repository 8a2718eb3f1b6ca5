/** Decides whether a page has a line at all: one of a visit that has ended lets it go, and looks only when its reader comes back. */

const GRACE_MS = 10 * 60_000; // most corrections are made soon after the end
const AGAIN_MS = 60_000;

/**
 * @param {ReturnType<typeof import('./wire.js').openWire>} wire
 * @param {boolean} outlasts the page keeps its line, whatever becomes of the visit
 */
export function keepLine(wire, outlasts) {
  let timer = 0;
  let askedAt = performance.now(); // a page that was just loaded knows all

  function heard() {
    if (outlasts || !isOver()) {
      clearTimeout(timer);
      timer = 0;
      wire.start();
    } else if (!timer && !wire.isResting()) {
      timer = setTimeout(wire.rest, GRACE_MS);
    }
  }

  /** What was corrected or withdrawn since must not stand before a reader's eyes for another hour. */
  function comeBack() {
    if (document.hidden || !wire.isResting() || performance.now() - askedAt < AGAIN_MS) return;
    askedAt = performance.now();
    wire.ask();
  }

  document.addEventListener('visibilitychange', comeBack);
  addEventListener('pageshow', (event) => event.persisted && comeBack());
  if (!outlasts && isOver()) wire.rest();
  else wire.start();
  return { heard };
}

const isOver = () => document.getElementById('visit-status')?.dataset.status === 'ended';
