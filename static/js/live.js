/** Puts a live page together: the wire brings messages, the inbox applies them, and each part of the page hears of it. */

import { writeAges } from './ages.js';
import { openArrivals } from './arrivals.js';
import { markChanged, noteVersions } from './changed.js';
import { keepChoice, writeMoments } from './clocks.js';
import { markChosenFilter } from './filters.js';
import { htmx } from './htmx.js';
import { openInbox } from './inbox.js';
import { showUnread } from './title.js';
import { openWire } from './wire.js';

/** @type {ReturnType<typeof openArrivals> | undefined} */
let arrivals;

/**
 * Starts the page's wire, once; does nothing on a page without one, or when htmx did not load: the page still reads.
 * @param {{atTop?: () => boolean, outlasts?: boolean}} [options] whether a new update may be shown at once where the reader
 * is now; and whether the page keeps its line after the visit has ended
 */
export function startLive({ atTop, outlasts = false } = {}) {
  const wire = document.getElementById('wire');
  if (arrivals || !wire || !htmx) return arrivals;

  const opened = openArrivals({ atTop, counted: showUnread });
  const inbox = openInbox(wire, {
    before(tasks) {
      for (const { fragment } of tasks) {
        writeMoments(fragment);
        writeAges(fragment);
      }
      noteVersions(tasks);
      return opened.receive(tasks);
    },
    after() {
      opened.settle();
      markChanged();
      markChosenFilter();
      keepChoice();
      line.heard();
    },
  });
  const line = openWire(wire, inbox, outlasts);
  arrivals = opened;
  return arrivals;
}
