/** The toolbar above a text: formats the selection by a button or a key, and is itself one stop of the Tab key. */

import { isComposing } from '../composing.js';
import { format } from './formatting.js';
import { insert } from './inserting.js';

/** @typedef {import('./formatting.js').Command} Command */

/** @type {Record<string, Command>} */
const KEYS = { b: 'bold', i: 'italic', k: 'link' };
const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.platform); // where Ctrl with B moves the caret

export function startToolbar() {
  document.addEventListener('click', ({ target }) => {
    const button = /** @type {Element} */ (target).closest('[data-format]');
    if (button instanceof HTMLButtonElement) press(button);
  });
  document.addEventListener('keydown', (event) => {
    if (isComposing(event) || event.defaultPrevented) return;
    const { target } = event;
    if (target instanceof HTMLTextAreaElement) shortcut(event, target);
    else if (target instanceof HTMLButtonElement && target.matches('[data-format]')) walk(event, target);
  });
}

/** @param {KeyboardEvent} event @param {HTMLTextAreaElement} field */
function shortcut(event, field) {
  const command = KEYS[event.key.toLowerCase()];
  const isOurs = (IS_APPLE ? event.metaKey && !event.ctrlKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
  if (!command || !isOurs || !field.form?.querySelector(`[data-formats="${field.id}"]`)) return;
  event.preventDefault();
  change(field, command);
}

/** @param {HTMLButtonElement} button */
function press(button) {
  const toolbar = /** @type {HTMLElement} */ (button.closest('[data-formats]'));
  const field = document.getElementById(toolbar.dataset.formats ?? '');
  makeStop(button);
  if (field instanceof HTMLTextAreaElement) change(field, /** @type {Command} */ (button.dataset.format));
}

/** @param {HTMLTextAreaElement} field @param {Command} command */
function change(field, command) {
  if (field.readOnly) return;
  const { value: text, selectionStart, selectionEnd } = field;
  const { from, to, words, start, end } = format(command, { text, start: selectionStart, end: selectionEnd });
  insert(field, words, from, to);
  field.setSelectionRange(start, end);
}

/** The arrow keys go from button to button, along the line of writing.
 * @param {KeyboardEvent} event @param {HTMLButtonElement} button */
function walk(event, button) {
  const buttons = buttonsAround(button);
  const here = buttons.indexOf(button);
  const ahead = getComputedStyle(button).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  /** @type {Record<string, number>} */
  const places = { Home: 0, End: -1, ArrowLeft: here - 1, ArrowRight: here - 1, [ahead]: here + 1 };
  const place = places[event.key];
  if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const next = buttons.at(place % buttons.length);
  if (!next) return;
  makeStop(next);
  next.focus();
}

/** The Tab key stops at this button of its toolbar.
 * @param {HTMLButtonElement} button */
function makeStop(button) {
  for (const other of buttonsAround(button)) other.tabIndex = other === button ? 0 : -1;
}

/** @param {HTMLButtonElement} button @returns {HTMLButtonElement[]} */
const buttonsAround = (button) => [...(button.closest('[data-formats]')?.querySelectorAll('button') ?? [])];
