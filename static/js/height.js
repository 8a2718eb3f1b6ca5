/** Tells the page around a frame how high this one is, and how far what its reader looks at has moved within it. Loaded by itself, and first: it is also the greeting. */

import { watchLinks } from './leaving.js';
import { tellWordPress, whenWordPressIsReady } from './wordpress.js';

/** @typedef {{element: Element, top: number}} Mark */

const list = document.getElementById('updates');

/** What can be seen through the window outside: browsers tell that to an observer, and keep everything else to themselves.
 * @type {Set<Element>} */
const inView = new Set();
/** The same from the top, and where each was when it was looked at last. @type {Mark[]} */
let marks = [];

/** @param {Element} element */
const topOf = (element) => element.getBoundingClientRect().top + scrollY;

/** The parent's origin is not known here, and none of this is a secret. */
function tell() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ dateline: 'height', id: window.name, height, moved: moved(), title: document.title }, '*');
  tellWordPress('height', height);
  remember();
}

function moved() {
  const mark = marks.find(({ element }) => element.isConnected && element.getClientRects().length > 0);
  return mark ? Math.round(topOf(mark.element) - mark.top) : 0;
}

function remember() {
  marks = [...inView].map((element) => ({ element, top: topOf(element) })).sort((one, other) => one.top - other.top);
}

/** The line above the list is one of them: who sees it is to see what is added below it. */
function watch() {
  for (const element of document.querySelectorAll('.embed > :not(main), #updates > [data-update]')) {
    observer.observe(element);
  }
}

const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting && target.isConnected) inView.add(target);
    else inView.delete(target);
  }
  remember();
});

/** Out of view, browsers let observers sleep; and other modules have not had their say yet. */
function follow() {
  queueMicrotask(tell);
  watch();
}

if (parent !== window) {
  tell();
  if (list) watch();
  new ResizeObserver(tell).observe(document.documentElement);
  document.addEventListener('dateline:shown', follow);
  whenWordPressIsReady(tell);
  watchLinks();
}
