/** Counts characters beside every field with a `data-limit`, and stops a text that is too long before it is sent. */

import { ngettext } from '../messages.js';

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const NEAR = 0.8; // of the limit: from here on the composer, too, shows the count

const number = new Intl.NumberFormat(document.documentElement.lang || undefined);

export function startCounts() {
  document.addEventListener('input', ({ target }) => isLimited(target) && showCount(target));
  document.addEventListener('dateline:filled', addCounts);
  document.addEventListener('reset', () => queueMicrotask(addCounts)); // the event comes before the fields change
  addCounts();
}

/** Call when fields may have come to the page or changed. */
export function addCounts() {
  for (const field of document.querySelectorAll('[data-limit]')) showCount(/** @type {Field} */ (field));
}

/** @param {EventTarget | null} target @returns {target is Field} */
const isLimited = (target) => /** @type {HTMLElement} */ (target).dataset.limit !== undefined;

/**
 * Instead of `maxlength`, which silently cuts off what is pasted.
 * @param {Field} field
 */
function showCount(field) {
  const limit = Number(field.dataset.limit);
  const length = [...field.value.trim()].length; // as the server counts: code points, without surrounding whitespace
  const over = length - limit;
  const output = outputOf(field);
  output.textContent = `${number.format(length)} / ${number.format(limit)}`;
  output.toggleAttribute('data-over', over > 0);
  output.toggleAttribute('data-near', length > limit * NEAR);
  field.setCustomValidity(over > 0 ? tooLong(over, limit) : '');
}

/** @param {number} over @param {number} limit */
const tooLong = (over, limit) =>
  ngettext(
    '%(num)s character too long (maximum %(limit)s).',
    '%(num)s characters too long (maximum %(limit)s).',
    over,
    {
      num: number.format(over),
      limit: number.format(limit),
    },
  );

/** @param {Field} field */
function outputOf(field) {
  let next = field.nextElementSibling;
  while (next?.matches('[role=listbox], [role=status]')) next = next.nextElementSibling; // a list of names comes between
  if (next instanceof HTMLOutputElement) return next;
  const output = document.createElement('output');
  output.className = 'count';
  output.setAttribute('aria-live', 'off'); // otherwise a screen reader announces every key
  if (field.id) output.htmlFor.add(field.id);
  field.after(output);
  return output;
}
