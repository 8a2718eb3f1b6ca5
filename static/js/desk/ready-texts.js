/** Inserts a ready-made text into the composer: into an empty one as a whole, else under what is written. */

import { addCounts } from './counts.js';
import { isComposing } from '../composing.js';
import { insert } from './inserting.js';

const MENU = '.ready-texts';
const GAP = /\[[^\]\n]*\](?!\()|…|_{3,}/; // what is left to the reporter

export function startReadyTexts() {
  document.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('a[data-insert]');
    const form = link?.closest('form');
    if (!(link instanceof HTMLAnchorElement) || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest('details')?.removeAttribute('open');
    put(form, link.dataset);
  });
  document.addEventListener('keydown', (event) => {
    const menu = /** @type {Element} */ (event.target).closest(`${MENU}[open]`);
    if (event.key !== 'Escape' || isComposing(event) || !menu) return;
    menu.removeAttribute('open');
    menu.querySelector('summary')?.focus();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    const menu = document.querySelector(`${MENU}[open]`);
    if (target instanceof Node && !menu?.contains(target)) menu?.removeAttribute('open');
  });
}

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** The link's data are named like the fields. Choices are made only where nothing is written yet.
 * @param {HTMLFormElement} form @param {DOMStringMap} ready */
function put(form, ready) {
  const given = Object.entries(ready).map(([name, value]) => ({ field: form.elements.namedItem(name), value }));
  const texts = given.flatMap(({ field, value }) => (isText(field) ? [{ field, value: value ?? '' }] : []));
  if (texts.every(({ field }) => field.value.trim() === '')) {
    for (const { field, value } of given) if (field instanceof HTMLSelectElement) choose(field, value ?? '');
  }
  const begun = texts.map(({ field, value }) => ({ field, from: add(field, value) }));
  addCounts();
  goOn(begun);
}

/** Adds to what is written; a line holds one text only, and what is written there stays.
 * @param {Field} field @param {string} value @returns {number} where the added text begins */
function add(field, value) {
  const end = field.value.trimEnd().length;
  if (!value || (end > 0 && field instanceof HTMLInputElement)) return field.value.length;
  const gap = end > 0 ? '\n\n' : '';
  insert(field, gap + value, end, field.value.length);
  return end + gap.length;
}

/** Selects the first gap that was left to the reporter, or puts the caret at the end of the last text.
 * @param {{field: Field, from: number}[]} begun */
function goOn(begun) {
  const gaps = begun.map(({ field, from }) => ({ field, from, gap: GAP.exec(field.value.slice(from)) }));
  const { field, from, gap } = gaps.find(({ gap }) => gap) ?? gaps[gaps.length - 1];
  const [start, length] = gap ? [from + gap.index, gap[0].length] : [field.value.length, 0];
  field.focus();
  field.setSelectionRange(start, start + length);
}

/** @param {HTMLSelectElement} field @param {string} value */
function choose(field, value) {
  field.value = value;
  for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
}

/** @param {unknown} field @returns {field is Field} */
const isText = (field) =>
  field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text');
