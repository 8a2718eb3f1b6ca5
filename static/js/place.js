/** Keeps what the reader is looking at in the same place in the window while the page changes. */

import { isBusy, isTyping } from './attention.js';
import { markOf, marksInView } from './reading.js';

const TOP_PX = 64;

/** Whether the reader is at the very top, where new updates appear at once. */
export const isAtTop = () => scrollY <= TOP_PX;

/**
 * Call before a change, and call the function that it returns after it, before anything is painted. Safari has no scroll
 * anchoring; that of other browsers is switched off meanwhile, or the page would move twice.
 * @param {boolean} showsNew the reader is to see what is added at the head of the list: then the head stays in place
 * @returns {() => void}
 */
export function keepPlace(showsNew) {
  pauseOwnAnchoring();
  if (isAtTop() && !isBusy()) return () => {};
  // The most reliable first: an element may be gone, or have other words, after the change.
  const marks = showsNew ? [markOf(updates())] : [...fieldInUse(), ...marksInView(columnCentre(updates()))];
  return () => {
    const moved = firstOf(marks);
    if (!moved) return;
    const top = scrollY + moved + owed;
    scrollTo({ top: Math.round(top), behavior: 'instant' });
    owed = top - Math.round(top);
  };
}

// Pages scroll by whole pixels; the remainders would add up from change to change.
let owed = 0;
let paused = 0;

function pauseOwnAnchoring() {
  const { style } = document.documentElement;
  style.overflowAnchor = 'none';
  cancelAnimationFrame(paused);
  paused = requestAnimationFrame(() => {
    paused = requestAnimationFrame(() => {
      style.overflowAnchor = '';
    });
  });
}

/** @param {import('./reading.js').Mark[]} marks @returns {number} how far the first that is still there has moved */
function firstOf(marks) {
  for (const mark of marks) {
    const moved = mark();
    if (moved !== null) return moved;
  }
  return 0;
}

const updates = () => document.getElementById('updates') ?? document.body;

function* fieldInUse() {
  const field = document.activeElement;
  if (!field || !isTyping()) return;
  const { top, bottom } = field.getBoundingClientRect();
  if (bottom > 0 && top < innerHeight) yield markOf(field);
}

/** @param {Element} list */
function columnCentre(list) {
  const box = list.getBoundingClientRect();
  const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return inView ? box.left + box.width / 2 : innerWidth / 2;
}
