/** Stores drafts in the browser's localStorage, which may be full, forbidden or absent. */

/**
 * `version` is what the server had when this was written, and `stamp` tells two writings of one draft apart.
 * @typedef {{fields: import('../fields.js').Fields, at: number, version?: number, stamp?: string}} Stored
 */
/** @typedef {{name: string, draft: Stored}} Named */

const PREFIX = 'dateline:draft:';
const MAX_AGE_MS = 30 * 24 * 3_600_000;

/** @param {string | undefined} reporter @param {string | undefined} visit @param {string | undefined} form @param {string} [key] */
export const draftName = (reporter, visit, form, key) => `${PREFIX}${reporter}:${visit}:${form}${key ? `:${key}` : ''}`;

/** @param {string} name @returns {Stored | null} */
export function readDraft(name) {
  /** @type {string | null} */
  let stored = null;
  attempt(() => (stored = localStorage.getItem(name)));
  return draftIn(stored);
}

/** @param {string | null} stored @returns {Stored | null} */
export function draftIn(stored) {
  const draft = parsed(stored);
  return Array.isArray(draft?.fields) && draft.fields.every(isField) && Number.isFinite(draft.at) ? draft : null;
}

/** The drafts of a form, whatever their key, newest first.
 * @param {string} base the name without a key @returns {Named[]} */
export const draftsOf = (base) =>
  namesWhere((name) => name === base || name.startsWith(`${base}:`))
    .flatMap((name) => {
      const draft = readDraft(name);
      return draft ? [{ name, draft }] : [];
    })
    .sort((one, other) => other.draft.at - one.draft.at);

/** How many drafts of an account are on this device, in all visits.
 * @param {string} reporter */
export const countDrafts = (reporter) =>
  namesWhere((name) => name.startsWith(`${PREFIX}${reporter}:`)).filter(readDraft).length;

/** @param {string} name @param {Stored} draft @returns {boolean} whether it is stored */
export const writeDraft = (name, draft) => attempt(() => localStorage.setItem(name, JSON.stringify(draft)));

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
  for (const name of namesWhere((name) => name.startsWith(PREFIX))) {
    if (Date.now() - (readDraft(name)?.at ?? 0) > MAX_AGE_MS) removeDraft(name);
  }
}

/** @param {(name: string) => boolean} isWanted @returns {string[]} */
function namesWhere(isWanted) {
  /** @type {string[]} */
  let names = [];
  attempt(() => (names = Object.keys(localStorage).filter(isWanted)));
  return names;
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
