/** Keeps what a reporter types on the reporter's own device until the server has acknowledged it. */

import { differs, fieldsOf, fill, hasText, valuesOf } from './fields.js';
import { newKey } from './key.js';
import { tell } from './notice.js';

/** @typedef {{fields: import('./fields.js').Fields, at: number}} Draft */

const PREFIX = 'dateline:draft:';
const SAVE_MS = 300;
const OLD_MS = 30 * 24 * 3_600_000;

/** Looks after every `form[data-keep]` that it does not look after yet: puts lost text back, and keeps what comes. */
export function keepDrafts() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-keep]:not([data-kept])'))) {
    form.dataset.kept = '';
    restore(form);
    if (keyField(form)?.value === '') setKey(form, newKey());
    keep(form);
  }
}

/** Call when the server has the text. Another tab's newer text, with a key of its own, stays.
 * @param {HTMLFormElement} form */
export function forgetDraft(form) {
  form.removeAttribute('data-dirty');
  const draft = read(nameOf(form));
  if (draft && valuesOf(draft.fields, 'client_key')[0] === keyField(form)?.value) remove(form);
}

/** Call when the server gave a form back unsaved: the new one, of another version perhaps, takes the draft over.
 * @param {HTMLFormElement} old @param {HTMLFormElement} form */
export function carryDraft(old, form) {
  if (form.dataset.keep === undefined) return;
  if (old.dataset.keep !== undefined) remove(old);
  form.dataset.dirty = '';
  save(form);
}

/** Nobody comes back for a text after a month, and it may be one that was never meant to be read here. */
export function forgetOldDrafts() {
  attempt(() => {
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      if (Date.now() - (read(name)?.at ?? 0) > OLD_MS) localStorage.removeItem(name);
    }
  });
}

/** @param {HTMLFormElement} form */
function keep(form) {
  let timer = 0;
  const saveNow = () => {
    clearTimeout(timer);
    if (form.isConnected && form.dataset.dirty !== undefined) save(form);
  };
  form.addEventListener('input', () => {
    form.dataset.dirty = '';
    clearTimeout(timer);
    timer = setTimeout(saveNow, SAVE_MS);
  });
  addEventListener('pagehide', saveNow);
  document.addEventListener('visibilitychange', saveNow); // the last thing a phone says before it kills a tab
  addEventListener('storage', ({ key, newValue }) => {
    // The same draft was open in another tab and was sent from there: here it would be a second update.
    if (key === nameOf(form) && newValue === null && form.isConnected) setKey(form, newKey());
  });
}

/** @param {HTMLFormElement} form */
function save(form) {
  if (!hasText(form)) return remove(form);
  const kept = attempt(() => localStorage.setItem(nameOf(form), JSON.stringify({ fields: fieldsOf(form), at: Date.now() })));
  if (!kept) tell(form, 'This browser does not keep drafts: copy your text before you leave this page.');
}

/** @param {HTMLFormElement} form */
function restore(form) {
  const draft = read(nameOf(form));
  if (!draft || !differs(form, draft.fields)) return;
  fill(form, draft.fields);
  form.dataset.dirty = '';
  const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(draft.at);
  tell(form, `Your unsent text of ${time} was put back.`, { label: 'Discard it', act: () => discard(form) });
}

/** @param {HTMLFormElement} form */
function discard(form) {
  remove(form);
  form.reset();
  form.removeAttribute('data-dirty');
  setKey(form, newKey());
  form.dispatchEvent(new Event('dateline:filled'));
}

/** @param {HTMLFormElement} form @param {string} value */
function setKey(form, value) {
  const field = keyField(form);
  if (field) field.value = value;
}

/** @param {HTMLFormElement} form */
const keyField = (form) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem('client_key'));

/** @param {HTMLFormElement} form */
const nameOf = (form) => `${PREFIX}${document.body.dataset.reporter}:${document.body.dataset.visit}:${form.dataset.keep}`;

/** @param {HTMLFormElement} form */
const remove = (form) => attempt(() => localStorage.removeItem(nameOf(form)));

/** @param {string} name @returns {Draft | null} */
function read(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(name) ?? 'null');
    return draft && Array.isArray(draft.fields) ? draft : null;
  } catch {
    return null;
  }
}

/** Storage may be full, forbidden or absent.
 * @param {() => void} act */
function attempt(act) {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
