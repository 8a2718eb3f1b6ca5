/** Starts the feed, or the one update, inside another site's frame: live changes, and clocks that tick. */

import { startAges } from './ages.js';
import { restoreUnknownChoices } from './asked.js';
import { startDays } from './days.js';
import { startLive } from './live.js';
import { isAtTop } from './place.js';
import { startTicking } from './ticking.js';
import { addOwnTimes } from './time.js';

/**
 * Our script makes the frame as high as its text, so that whether the reader is at its top is a question to the window
 * outside: browsers answer it through an observer and keep everything else to themselves. A frame that was put in place
 * by hand scrolls like any page.
 */
function watchTop() {
  const list = document.getElementById('updates');
  const top = list?.previousElementSibling ?? list; // `list` itself is in view until its last line has gone
  const inView = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inView.set(target, isIntersecting);
  });
  for (const element of [top, list]) if (element) observer.observe(element);
  // What nobody sees may change too: the page outside keeps its reader's place.
  return () => isAtTop() && (inView.get(top) !== false || inView.get(list) === false);
}

restoreUnknownChoices();
startDays();
startAges();
startTicking();
addOwnTimes();
document.addEventListener('dateline:shown', addOwnTimes);
startLive({ atTop: watchTop() });
