/** Keeps what is typed in every `form[data-keep]` of the page; `draft.js` has what becomes of one of them. */

import { Draft } from './draft.js';

const FORMS = 'form[data-keep]';

/** @type {WeakMap<HTMLFormElement, Draft>} */
const drafts = new WeakMap();
let isFirst = true; // the page has just been loaded

export function startDrafts() {
  document.addEventListener('input', ({ target }) => draftAround(target)?.touch());
  addEventListener('pagehide', leaveAll);
  document.addEventListener('visibilitychange', () => document.hidden && leaveAll()); // the last event before a phone ends a tab
  addEventListener('storage', (event) => allDrafts().forEach((draft) => draft.hear(event)));
  keepDrafts();
  isFirst = false;
}

/** Call when forms may have come to the page: puts stored drafts back. */
export const keepDrafts = () => void allDrafts();

/** Call when the server has the text, or the outbox.
 * @param {HTMLFormElement} form */
export const forgetDraft = (form) => draftAround(form)?.forget();

/** Call when the server gave the form back unsaved, perhaps over another version by now.
 * @param {HTMLFormElement} form */
export const saveDraft = (form) => draftAround(form)?.save();

/** Puts a draft of this device into a form; what is in the form is kept as another one.
 * @param {HTMLFormElement} form @param {import('./store.js').Stored} draft */
export const openDraft = (form, draft) => draftAround(form)?.open(draft);

/** Stores on the device what has not been stored yet. */
export const flushDrafts = () => allDrafts().forEach((draft) => draft.flush());

const leaveAll = () => allDrafts().forEach((draft) => draft.leave());

const allDrafts = () => /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll(FORMS)]).map(draftOf);

/** @param {EventTarget | null} target */
function draftAround(target) {
  const form = /** @type {HTMLFormElement | null} */ (/** @type {Element} */ (target).closest(FORMS));
  return form && draftOf(form);
}

/** The composer that takes the place of one that was sent stays empty: other texts are offered above it. And what the
 * reporter chose on the page of a conflict stays as the server has put it in.
 * @param {HTMLFormElement} form */
function draftOf(form) {
  const restores = (isFirst || form.dataset.keep !== 'new') && !form.hasAttribute('data-filled');
  const draft = drafts.get(form) ?? new Draft(form, { restores });
  drafts.set(form, draft);
  return draft;
}
