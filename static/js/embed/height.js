/** Tells the page around a frame how high this page is, and how far the part in view has moved in it. Loaded first and by itself: the message also shows that the frame has loaded. */

import { watchLinks } from './leaving.js';
import { tellWordPress, whenWordPressIsReady } from './wordpress.js';

/** @typedef {{element: Element, top: number}} Mark */

const list = document.getElementById('updates');

/** The elements in view; a frame as high as its text learns that from an IntersectionObserver alone.
 * @type {Set<Element>} */
const inView = new Set();
/** The same from the top, with their last positions. @type {Mark[]} */
let marks = [];

/** @param {Element} element */
const topOf = (element) => element.getBoundingClientRect().top + scrollY;

/** For any origin: the parent's is not known here, and nothing in the message is secret. */
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

/** Includes the line above the list: a reader who sees it is to see what is added below it. */
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

/** Out of view, browsers suspend observers. In a microtask, because other modules still change the page. */
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
