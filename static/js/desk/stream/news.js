/** Keeps the lines that say what colleagues have decided about one's own texts: one for each text, until it was looked at or closed. */

import { partialsOf } from '../../partials.js';

const MOST_LINES = 3;

export function startNews() {
  document.getElementById('desk-news')?.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a, [data-close]')) closeLine(target);
  });
}

/** Call before a message is put on the page: what is decided last replaces what was said before of the same text.
 * @param {DocumentFragment} content */
export function makeRoom(content) {
  const place = document.getElementById('desk-news');
  const lines = partialsOf(content).flatMap((one) => [...one.querySelectorAll('.desk-news-line')]);
  if (!place || lines.length === 0) return;
  for (const { id } of lines) document.getElementById(id)?.remove();
  while (place.children.length > Math.max(0, MOST_LINES - lines.length)) place.firstElementChild?.remove();
}

/** What was followed is known. The keyboard goes on in the text.
 * @param {Element} target */
function closeLine(target) {
  const line = target.closest('.desk-news-line');
  const isClosed = target.closest('[data-close]') !== null;
  setTimeout(() => line?.remove()); // the link is followed first
  if (isClosed) document.getElementById('new-body')?.focus({ preventScroll: true });
}
