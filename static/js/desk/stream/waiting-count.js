/**
 * Counts in the tab's title, and at the link that shows the queue on a phone, what waits for the person who is looking: the server
 * marks it with `data-for-me`. A note is counted until it was looked at.
 */

import { showUnread } from '../../title.js';
import { countUnseen, startSeenNotes } from './seen-notes.js';

const ROWS = '#queue [data-for-me]';

/** Call when the queue, the notes or the title may have changed. */
export function countWaiting() {
  if (!document.getElementById('queue')) return showUnread(0);
  const count = document.querySelectorAll(ROWS).length + countUnseen();
  const place = document.getElementById('view-count');
  const words = count > 0 ? String(count) : '';
  if (place && place.textContent !== words) place.textContent = words;
  showUnread(count);
}

export function startWaitingCount() {
  for (const name of ['dateline:heard', 'htmx:after:swap']) document.addEventListener(name, countWaiting);
  addEventListener('storage', countWaiting); // another tab shows a note
  startSeenNotes(countWaiting);
  countWaiting();
}
