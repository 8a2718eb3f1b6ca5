/** Marks the updates of the stream that have open notes to the desk, by the list of notes on the page. */

import { ngettext } from '../messages.js';

export function startNoted() {
  for (const name of ['dateline:heard', 'htmx:after:swap']) document.addEventListener(name, markNoted);
}

/** Call when notes or tools may have come to the page. */
export function markNoted() {
  if (!document.querySelector('#notes-list:not([data-about])')) return;
  const notes = openNotes();
  for (const mark of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.tools > .note-mark'))) {
    show(mark, notes.get(mark.parentElement?.dataset.for ?? '') ?? []);
  }
}

/** The ids of the open notes on each update, the newest first. */
function openNotes() {
  /** @type {Map<string, string[]>} */
  const notes = new Map();
  for (const { id, dataset } of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('#notes-list > .note-list > [data-on]')
  )) {
    notes.set(dataset.on ?? '', [...(notes.get(dataset.on ?? '') ?? []), id]);
  }
  return notes;
}

/** @param {HTMLAnchorElement} mark @param {string[]} ids */
function show(mark, ids) {
  const [count, name] = /** @type {HTMLElement[]} */ ([...mark.querySelectorAll('span')]);
  const words = ids.length > 0 ? ngettext('%(num)s note to the desk', '%(num)s notes to the desk', ids.length) : '';
  mark.hidden = ids.length === 0;
  mark.hash = ids[0] ?? 'notes';
  if (name.textContent === words) return;
  count.textContent = ids.length > 0 ? String(ids.length) : '';
  name.textContent = words;
}
