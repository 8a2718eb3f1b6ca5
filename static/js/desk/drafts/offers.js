/** Offers the account's other unsent texts, those of other devices and those of this one, in `#unsent`. */

import { discardAtServer } from './autosave-request.js';
import { baseNameOf, keyOf } from './form.js';
import { draftsOf, removeDraft } from './store.js';
import { openDraft } from './drafts.js';
import { valuesOf } from '../fields.js';
import { gettext } from '../../messages.js';
import { readItems, watchItems } from '../outbox/store.js';

/** @typedef {import('./store.js').Named} Named */

const LONGEST = 100;
let waiting = new Set(); // keys of the texts that wait in the outbox

export function startOffers() {
  if (!document.getElementById('unsent')) return;
  document.addEventListener('dateline:drafts', (event) => {
    const { gone } = /** @type {CustomEvent<{gone?: string}>} */ (event).detail;
    if (gone) document.querySelector(`#unsent [data-offer="${CSS.escape(gone)}"]`)?.remove();
    show();
  });
  document.addEventListener('htmx:after:swap', show); // the form may be another one
  document.addEventListener('click', askTwice, true);
  document.addEventListener('dateline:discarded', (event) => {
    const { value } = /** @type {CustomEvent<{value: string}>} */ (event).detail; // the key of the text
    for (const { name, draft } of stored()) if (keyIn(draft) === value) removeDraft(name);
  });
  watchItems(follow);
  follow();
}

async function follow() {
  const items = await readItems(document.body.dataset.reporter ?? '').catch(() => []);
  waiting = new Set(items.map(({ key }) => key));
  show();
}

/** Nothing takes the focus. A text that is in the form, or waits to be sent, is not offered. */
function show() {
  const list = document.getElementById('unsent');
  const form = composer();
  if (!list) return;
  for (const entry of list.querySelectorAll('[data-offer-here]')) entry.remove();
  const known = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-offer]')]);
  for (const found of stored()) {
    const entry = known.find(({ dataset }) => dataset.offer === keyIn(found.draft));
    if (entry) {
      sayWords(entry, found.draft);
    } // the page may be older than what was typed here
    else list.append(entryOf(found));
  }
  const taken = form ? keyOf(form) : '';
  const offers = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-offer]')]);
  for (const entry of offers) entry.hidden = entry.dataset.offer === taken || waiting.has(entry.dataset.offer);
  const section = /** @type {HTMLElement} */ (list.parentElement);
  section.hidden = offers.every(({ hidden }) => hidden);
  section.dataset.sifted = '';
}

/** Discarding takes a second press, as in the outbox.
 * @param {MouseEvent} event */
function askTwice(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest('#unsent [data-discard]');
  if (!(button instanceof HTMLElement) || button.dataset.armed !== undefined) return;
  event.preventDefault();
  event.stopPropagation();
  button.dataset.armed = '';
  button.textContent = gettext('Discard it for good');
}

/** @param {Named} found */
function entryOf({ name, draft }) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('offer'));
  const entry = /** @type {HTMLElement} */ (
    /** @type {DocumentFragment} */ (document.importNode(template.content, true)).firstElementChild
  );
  entry.dataset.offer = keyIn(draft);
  entry.dataset.offerHere = '';
  sayWords(entry, draft);
  entry.querySelector('[data-continue]')?.addEventListener('click', () => {
    const form = composer();
    if (form) openDraft(form, draft);
    /** @type {HTMLElement | null} */ (form?.querySelector('[name=body]'))?.focus();
  });
  entry.querySelector('[data-discard]')?.addEventListener('click', () => {
    removeDraft(name);
    const form = composer();
    if (draft.version && form) discardAtServer((form.dataset.autosave ?? '').replace('__key__', keyIn(draft)));
    show();
  });
  return entry;
}

/** @param {HTMLElement} entry @param {import('./store.js').Stored} draft */
function sayWords(entry, draft) {
  const words = entry.querySelector('q');
  if (words) words.textContent = firstWords(draft);
}

/** @param {import('./store.js').Stored} draft */
function firstWords({ fields }) {
  const text = ['headline', 'body'].flatMap((name) => valuesOf(fields, name)).find((value) => value.trim()) ?? '';
  const line = text.trim().replace(/\s+/g, ' ');
  const next = new Intl.Segmenter().segment(line).containing(LONGEST);
  return next ? `${line.slice(0, next.index)}…` : line;
}

/** The drafts of this device for the form of this page. */
const stored = () => {
  const form = composer();
  return form ? draftsOf(baseNameOf(form)) : [];
};

const composer = () => /** @type {HTMLFormElement | null} */ (document.querySelector('form[data-autosave]'));

/** @param {import('./store.js').Stored} draft */
const keyIn = ({ fields }) => valuesOf(fields, 'client_key')[0] ?? '';
