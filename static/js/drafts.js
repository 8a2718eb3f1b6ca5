/** Keeps what a reporter types in `form[data-keep]` on the device until the server has acknowledged it. */

import { draftName, readDraft, removeDraft, removeSentDraft, sentKey, writeDraft } from './draft-store.js';
import { differs, fieldsOf, fill, hasText, valuesOf } from './fields.js';
import { newKey } from './key.js';
import { gettext } from './messages.js';
import { showNotice } from './notice.js';

const FORMS = 'form[data-keep]';
const BASES = ['version', 'tag', 'seq']; // fields that say which version the text was written over
const SAVE_MS = 300;

/** The draft of one form. */
class Draft {
  /** @type {HTMLFormElement} */ #form;
  #timer = 0;

  /** Puts a stored draft back into the form. @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    this.#restore();
    if (this.#keyField?.value === '') this.#renewKey();
  }

  /** The reporter typed. */
  touch() {
    this.#form.dataset.dirty = '';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SAVE_MS);
  }

  /** Stores what has not been stored yet. */
  flush() {
    clearTimeout(this.#timer);
    if (this.#form.isConnected && this.#form.dataset.dirty !== undefined) this.save();
  }

  save() {
    this.#form.dataset.dirty = '';
    if (!hasText(this.#form)) return removeDraft(this.#name);
    if (writeDraft(this.#name, fieldsOf(this.#form))) return;
    showNotice(this.#form, gettext('This browser cannot save drafts. Copy your text before you leave.'));
  }

  /** The server has the text. A newer text of another tab, which has a key of its own, stays. */
  forget() {
    clearTimeout(this.#timer);
    this.#form.removeAttribute('data-dirty');
    const key = this.#keyField?.value;
    const stored = readDraft(this.#name);
    if (stored && valuesOf(stored.fields, 'client_key')[0] === key) removeSentDraft(this.#name, key);
  }

  /** Another tab had the same text open and sent it: sent from here it would be a second update, with its own key.
   * @param {StorageEvent} event */
  hear(event) {
    const sent = event.key === this.#name ? sentKey(event) : undefined;
    if (!sent || sent !== this.#keyField?.value) return;
    this.#renewKey();
    const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(Date.now());
    const sentence = gettext(
      'This text was already sent from another tab at %(time)s. Sending it here would post it twice.',
      { time },
    );
    showNotice(this.#form, sentence, { label: gettext('Discard it'), act: () => this.#discard() });
  }

  #restore() {
    const draft = readDraft(this.#name);
    if (!draft || this.#form.hasAttribute('data-filled')) return; // the server has put in what the reporter chose
    const bases = BASES.flatMap(
      (name) => /** @type {HTMLInputElement[]} */ (this.#form.elements.namedItem(name) ?? []),
    );
    const present = bases.map(({ value }) => value);
    const isBehind = bases.some(({ name, value }) => valuesOf(draft.fields, name)[0] !== value);
    if (!differs(this.#form, draft.fields)) {
      if (isBehind) removeDraft(this.#name); // it was saved after all
      return;
    }
    fill(this.#form, draft.fields);
    this.#form.dataset.dirty = '';
    const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(draft.at);
    const sentence = isBehind
      ? gettext(
          'Your unsent text from %(time)s was restored. Someone has changed this since; you will see their version before yours replaces it.',
          { time },
        )
      : gettext('Your unsent text from %(time)s was restored.', { time });
    showNotice(this.#form, sentence, {
      label: gettext('Discard it'),
      act: () => {
        this.#discard();
        for (const [index, field] of bases.entries()) field.value = present[index]; // a reset leaves hidden fields alone
      },
    });
  }

  #discard() {
    removeDraft(this.#name);
    this.#form.reset();
    this.#form.removeAttribute('data-dirty');
    this.#renewKey();
  }

  #renewKey() {
    if (this.#keyField) this.#keyField.value = newKey();
  }

  get #keyField() {
    return /** @type {HTMLInputElement | null} */ (this.#form.elements.namedItem('client_key'));
  }

  get #name() {
    const { reporter, visit } = document.body.dataset;
    return draftName(reporter, visit, this.#form.dataset.keep);
  }
}

/** @type {WeakMap<HTMLFormElement, Draft>} */
const drafts = new WeakMap();

export function startDrafts() {
  document.addEventListener('input', ({ target }) => draftAround(target)?.touch());
  addEventListener('pagehide', flushAll);
  document.addEventListener('visibilitychange', flushAll); // the last event before a phone ends a tab
  addEventListener('storage', (event) => allDrafts().forEach((draft) => draft.hear(event)));
  keepDrafts();
}

/** Call when forms may have come to the page: puts stored drafts back. */
export const keepDrafts = () => void allDrafts();

/** Call when the server has the text.
 * @param {HTMLFormElement} form */
export const forgetDraft = (form) => draftAround(form)?.forget();

/** Call when the server gave the form back unsaved, perhaps over another version by now.
 * @param {HTMLFormElement} form */
export const saveDraft = (form) => draftAround(form)?.save();

const flushAll = () => allDrafts().forEach((draft) => draft.flush());

const allDrafts = () => /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll(FORMS)]).map(draftOf);

/** @param {EventTarget | null} target */
function draftAround(target) {
  const form = /** @type {HTMLFormElement | null} */ (/** @type {Element} */ (target).closest(FORMS));
  return form && draftOf(form);
}

/** @param {HTMLFormElement} form */
function draftOf(form) {
  const draft = drafts.get(form) ?? new Draft(form);
  drafts.set(form, draft);
  return draft;
}
