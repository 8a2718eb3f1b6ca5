/** Polls a page that lists visits, and replaces its content when the server has a newer version. */

import { writeAges } from './ages.js';
import { isBusy } from './attention.js';
import { writeMoments } from './clocks.js';
import { gettext } from './messages.js';
import { ask } from './outdated.js';
import { keepPlace } from './place.js';

const LOOK_MS = 10_000;

export function startRenewal() {
  const place = document.getElementById('renewal');
  if (!place) return;
  let known = ''; // the ETag of the last answer that was read

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
    place.textContent = gettext('This page has changed.');
  };

  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', ({ persisted }) => persisted && look());
}

/** Keeps the reader's place, and the focus of a link.
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
