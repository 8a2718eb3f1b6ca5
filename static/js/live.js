/** Assembles a live page: the wire delivers messages, the inbox applies them, and the other parts of the page are told. */

import { writeAges } from './ages.js';
import { Arrivals } from './arrivals.js';
import { markChanged, noteVersions } from './changed.js';
import { keepChoice, writeMoments } from './clocks.js';
import { markChosenFilter } from './filters.js';
import { htmx } from './htmx.js';
import { Inbox } from './inbox.js';
import { showUnread } from './title.js';
import { showVersions, startVersions } from './versions.js';
import { Wire } from './wire.js';

/** @typedef {{arrivals: Arrivals, inbox: Inbox, wire: Wire}} Live */

/**
 * Connects the page. On a page without `#wire`, or where htmx has not loaded, nothing is started: the page still reads.
 * @param {{atTop?: () => boolean, counted?: (count: number) => void, outlasts?: boolean}} [options] `atTop`: whether the reader is where new updates may be shown
 *   at once; `counted`: writes the number of unread updates into the title; `outlasts`: the page stays connected after the visit has ended
 * @returns {Partial<Live>}
 */
export function startLive({ atTop, counted = showUnread, outlasts = false } = {}) {
  startVersions();
  const element = document.getElementById('wire');
  if (!element || !htmx) return {};

  const arrivals = new Arrivals({ atTop, counted });
  const inbox = new Inbox(element, {
    before(content) {
      writeMoments(content);
      writeAges(content);
      showVersions(content);
      noteVersions(content);
      return arrivals.receive(content);
    },
    after() {
      arrivals.settle();
      markChanged();
      markChosenFilter();
      keepChoice();
      wire.followStatus();
    },
  });
  const wire = new Wire(element, inbox, { outlasts });
  return { arrivals, inbox, wire };
}
