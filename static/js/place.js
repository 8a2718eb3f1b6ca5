/** Keeps what the reader is looking at where it is while the page changes around it. */

import { isBusy, isTyping } from './attention.js';
import { markOf, marksInView } from './reading.js';

const TOP_PX = 64;

/** Whether the reader is at the very top, where new things are meant to be seen. */
export const isAtTop = () => scrollY <= TOP_PX;

/**
 * Call before a change; call what it returns after it, before anything is painted. Safari has no scroll anchoring of
 * its own; that of other browsers is put aside meanwhile, or the page would be moved twice.
 * @param {boolean} showsNew the reader is to see what is added at the head of the list: then the head is what stays
 * @returns {() => void}
 */
export function keepPlace(showsNew) {
  pauseOwnAnchoring();
  if (isAtTop() && !isBusy()) return () => {};
  // In the order in which they may be trusted: what was marked first may be gone, or have other words, after the change.
  const marks = showsNew ? [markOf(updates())] : [...fieldInUse(), ...marksInView(columnCentre(updates()))];
  return () => {
    const moved = firstOf(marks);
    if (!moved) return;
    const top = scrollY + moved + owed;
    scrollTo({ top: Math.round(top), behavior: 'instant' });
    owed = top - Math.round(top);
  };
}

// A page stands at whole pixels, and what is left of a part of one would add up from change to change.
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
