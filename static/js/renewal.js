/** Brings a page that lists visits up to date by itself: it asks for itself, and puts its content in the place of its own. */

import { writeAges } from './ages.js';
import { isBusy } from './attention.js';
import { writeMoments } from './clocks.js';
import { ask } from './outdated.js';
import { keepPlace } from './place.js';

const LOOK_MS = 10_000;

export function startRenewal() {
  const place = document.getElementById('renewal');
  if (!place) return;
  let known = ''; // the tag of the answer that was read last

  const look = async () => {
    if (document.hidden || isBusy()) return;
    const answer = await ask();
    const tag = answer?.headers.get('ETag') ?? '';
    if (!answer?.ok || (tag && tag === known)) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const other = page.getElementById('renewal')?.dataset.digest;
    const content = page.querySelector('main');
    if (!other || !content || isBusy()) return;
    known = tag;
    if (other === place.dataset.digest) return;
    place.dataset.digest = other;
    replace(content);
    place.textContent = 'This page has changed.';
  };

  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', ({ persisted }) => persisted && look());
}

/** What is read stays where it is, and a link that has the focus keeps it.
 * @param {HTMLElement} content */
function replace(content) {
  const main = document.querySelector('main');
  const focused = main?.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
  const keep = keepPlace(false);
  writeMoments(content);
  writeAges(content);
  main?.replaceChildren(...content.childNodes);
  const link = focused && main?.querySelector(`a[href="${CSS.escape(focused)}"]`);
  if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  keep();
}
