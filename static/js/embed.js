/** Starts the feed inside another site's frame: live changes, and its height told to the page around it. */

import { startAges } from './ages.js';
import { startDays } from './days.js';
import { startLive } from './live.js';
import { isAtTop } from './place.js';
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

/** The parent's origin is not known here, and a height is no secret. */
function tellHeight() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ dateline: 'height', id: window.name, height }, '*');
}

startDays();
startAges();
addOwnTimes();
document.addEventListener('dateline:shown', addOwnTimes);
startLive({ atTop: watchTop() });
if (parent !== window) {
  new ResizeObserver(tellHeight).observe(document.documentElement);
  document.addEventListener('dateline:shown', tellHeight); // out of view, browsers let observers sleep
}
