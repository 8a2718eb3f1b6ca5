/** Stores drafts in the browser's localStorage, which may be full, forbidden or absent. */

/** @typedef {{fields: import('./fields.js').Fields, at: number}} Stored */

const PREFIX = 'dateline:draft:';
const MAX_AGE_MS = 30 * 24 * 3_600_000;

/** @param {string | undefined} reporter @param {string | undefined} visit @param {string | undefined} form */
export const draftName = (reporter, visit, form) => `${PREFIX}${reporter}:${visit}:${form}`;

/** @param {string} name @returns {Stored | null} */
export function readDraft(name) {
  /** @type {string | null} */
  let stored = null;
  attempt(() => (stored = localStorage.getItem(name)));
  const draft = parsed(stored);
  return Array.isArray(draft?.fields) && draft.fields.every(isField) && Number.isFinite(draft.at) ? draft : null;
}

/** @param {string} name @param {import('./fields.js').Fields} fields @returns {boolean} whether it is stored */
export const writeDraft = (name, fields) =>
  attempt(() => localStorage.setItem(name, JSON.stringify({ fields, at: Date.now() })));

/** @param {string} name */
export const removeDraft = (name) => attempt(() => localStorage.removeItem(name));

/** Removes a draft that was sent, and tells other tabs the key it was sent with, through their `storage` events.
 * @param {string} name @param {string | undefined} key */
export function removeSentDraft(name, key) {
  attempt(() => localStorage.setItem(name, JSON.stringify({ sent: key })));
  removeDraft(name);
}

/** @param {StorageEvent} event @returns {string | undefined} the key that another tab has just sent a draft with */
export const sentKey = ({ newValue }) => parsed(newValue)?.sent;

/** Nobody comes back for a text after a month, and the next person at this device should not find it. */
export function removeOldDrafts() {
  attempt(() => {
    for (const name of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      if (Date.now() - (readDraft(name)?.at ?? 0) > MAX_AGE_MS) localStorage.removeItem(name);
    }
  });
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

/** @param {() => void} act */
function attempt(act) {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
