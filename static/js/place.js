/** Keeps what the reader is looking at where it is while the page changes around it. */

import { isBusy, isTyping } from './attention.js';

const TOP_PX = 64;
const PROBE_STEP_PX = 24;
const MARKS = 8;

/** @typedef {{element: Element, top: number}} Mark */

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
  const marks = showsNew ? [markOf(updates())] : findMarks();
  return () => {
    const mark = marks.find(({ element }) => element.isConnected && element.getClientRects().length > 0);
    const moved = mark ? mark.element.getBoundingClientRect().top - mark.top : 0;
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

/**
 * Several elements in view, in the order in which they may be trusted, because the first may be gone after the change.
 * One that holds another of them is left out: its own top says nothing about what happens inside it.
 * @returns {Mark[]}
 */
function findMarks() {
  const found = [...new Set([...fieldInUse(), ...elementsInView()])];
  return found
    .filter((element) => !found.some((other) => other !== element && element.contains(other)))
    .slice(0, MARKS)
    .map(markOf);
}

/** @param {Element} element @returns {Mark} */
const markOf = (element) => ({ element, top: element.getBoundingClientRect().top });

const updates = () => document.getElementById('updates') ?? document.body;

function* fieldInUse() {
  const field = document.activeElement;
  if (!field || !isTyping()) return;
  const { top, bottom } = field.getBoundingClientRect();
  if (bottom > 0 && top < innerHeight) yield field;
}

function* elementsInView() {
  const list = updates();
  const x = columnCentre(list);
  for (let y = 1; y < innerHeight; y += PROBE_STEP_PX) {
    const element = document.elementFromPoint(x, y);
    if (element && !element.contains(list) && !floats(element)) yield element;
  }
}

/** @param {Element} list */
function columnCentre(list) {
  const box = list.getBoundingClientRect();
  const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return inView ? box.left + box.width / 2 : innerWidth / 2;
}

/** A sticky or fixed element stays where it is whatever happens, so it says nothing about the text.
 * @param {Element} element */
function floats(element) {
  for (let node = /** @type {Element | null} */ (element); node; node = node.parentElement) {
    if (/fixed|sticky/.test(getComputedStyle(node).position)) return true;
  }
  return false;
}
