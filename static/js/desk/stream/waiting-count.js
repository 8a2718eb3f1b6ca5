/** Counts in the tab's title what waits in the queue. */

import { showUnread } from '../../title.js';

const waiting = () => Number(document.getElementById('queue-count')?.textContent ?? 0);

/** Call when the queue or the title may have changed. */
export const countWaiting = () => showUnread(waiting());

export function startWaitingCount() {
  for (const name of ['dateline:heard', 'htmx:after:swap']) document.addEventListener(name, countWaiting);
  countWaiting();
}
