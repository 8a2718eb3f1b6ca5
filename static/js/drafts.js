/** Keeps what a reporter types on the reporter's own device until the server has acknowledged it. */

import { differs, fieldsOf, fill, hasText, valuesOf } from './fields.js';
import { newKey } from './key.js';
import { tell } from './notice.js';

/** @typedef {{fields: import('./fields.js').Fields, at: number}} Draft */

const PREFIX = 'dateline:draft:';
const BASES = ['version', 'tag', 'seq']; // what a text was written over, as the form says it
const SAVE_MS = 300;
const OLD_MS = 30 * 24 * 3_600_000;

/** Looks after every `form[data-keep]` that it does not look after yet: puts lost text back, and keeps what comes. */
export function keepDrafts() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll('form[data-keep]:not([data-kept])')
  )) {
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
  const key = keyField(form)?.value;
  const draft = read(nameOf(form));
  if (!draft || valuesOf(draft.fields, 'client_key')[0] !== key) return;
  attempt(() => localStorage.setItem(nameOf(form), JSON.stringify({ sent: key }))); // other tabs are told, see below
  remove(form);
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
    if (key !== nameOf(form) || !form.isConnected) return;
    const sent = parsed(newValue)?.sent;
    if (sent && sent === keyField(form)?.value) noteSent(form);
  });
}

/** @param {HTMLFormElement} form */
function save(form) {
  if (!hasText(form)) return remove(form);
  const kept = attempt(() =>
    localStorage.setItem(nameOf(form), JSON.stringify({ fields: fieldsOf(form), at: Date.now() })),
  );
  if (!kept) tell(form, 'This browser does not keep drafts: copy your text before you leave this page.');
}

/** @param {HTMLFormElement} form */
function restore(form) {
  const draft = read(nameOf(form));
  if (!draft) return;
  const bases = BASES.flatMap((name) => /** @type {HTMLInputElement[]} */ (form.elements.namedItem(name) ?? []));
  const present = bases.map(({ value }) => value);
  const isBehind = bases.some(({ name, value }) => valuesOf(draft.fields, name)[0] !== value);
  if (!differs(form, draft.fields)) return isBehind ? remove(form) : undefined; // it was saved after all
  fill(form, draft.fields);
  form.dataset.dirty = '';
  const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(draft.at);
  const since = isBehind
    ? ' This has been changed since: before yours replaces it, you see what stands there now.'
    : '';
  tell(form, `Your unsent text of ${time} was put back.${since}`, {
    label: 'Discard it',
    act: () => {
      discard(form);
      for (const [index, field] of bases.entries()) field.value = present[index]; // a reset leaves hidden fields alone
    },
  });
}

/** The same text was open in another tab and was sent from there: from here it would be a second update, which has a key of its own.
 * @param {HTMLFormElement} form */
function noteSent(form) {
  setKey(form, newKey());
  const now = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(Date.now());
  tell(form, `This text was sent from another tab at ${now}. Sent from here it would be another update.`, {
    label: 'Discard it',
    act: () => discard(form),
  });
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
const nameOf = (form) =>
  `${PREFIX}${document.body.dataset.reporter}:${document.body.dataset.visit}:${form.dataset.keep}`;

/** @param {HTMLFormElement} form */
const remove = (form) => attempt(() => localStorage.removeItem(nameOf(form)));

/** @param {string} name @returns {Draft | null} */
function read(name) {
  /** @type {string | null} */
  let kept = null;
  attempt(() => (kept = localStorage.getItem(name)));
  const draft = parsed(kept);
  return Array.isArray(draft?.fields) && draft.fields.every(isField) && Number.isFinite(draft.at) ? draft : null;
}

/** @param {string | null} text */
function parsed(text) {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

/** @param {unknown} field */
const isField = (field) =>
  Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string');

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
