/** Keeps what a reporter types in one `form[data-keep]`, on the device and at the server, until the server has acted on it. */

import { discardAtServer } from './autosave-request.js';
import { Autosave } from './autosave.js';
import { hideBoth, joined, showBoth } from './both-wordings.js';
import { addressOf, announce, baseNameOf, basesOf, fillEmptyKey, keyOf, nameOf, renewKey } from './form.js';
import { ended, notStored, restored, sentFromTab } from './sentences.js';
import { draftIn, draftsOf, readDraft, removeDraft, removeSentDraft, sentKey, writeDraft } from './store.js';
import { differs, fieldsOf, fill, hasText } from '../fields.js';
import { newKey } from '../key.js';
import { gettext } from '../../messages.js';
import { clearNotice, noticeIn, showNotice } from '../notice.js';
import { showSaved, showState } from './saved-state.js';

const SAVE_MS = 300;

export class Draft {
  /** @type {HTMLFormElement} */ #form;
  /** @type {Autosave | null} */ #autosave = null;
  #timer = 0;
  #name = ''; // of the text that is in the form
  #stamp = ''; // of its last writing, by this tab or seen by it
  #isStored = true;
  #isOver = false; // sent or discarded elsewhere: what is typed from now on is a new text
  /** @type {Element | undefined} */ #told; // the words of the last notice from here

  /** @param {HTMLFormElement} form @param {{restores: boolean}} options whether to put a stored draft back */
  constructor(form, { restores }) {
    this.#form = form;
    if (form.dataset.autosave) {
      this.#autosave = new Autosave({
        text: () => (form.isConnected ? { address: addressOf(form), fields: fieldsOf(form) } : null),
        isHeld: () => form.ariaBusy === 'true', // it is being sent
        state: (state, isConnected) => showState(form, state, { isStored: this.#isStored, isConnected }),
        verdict: (verdict) => this.#settle(verdict),
        other: (wording, isTyped) => (isTyped ? this.#showBoth(wording) : this.#follow(wording)),
      });
    }
    fillEmptyKey(form);
    const own = readDraft(nameOf(form));
    this.#adopt(own?.version ?? 0, own?.stamp);
    const asked = form.dataset.autosaved; // the server has filled in this version of an unsent text, 0 of a new one
    if (asked !== undefined) this.#resume(Number(asked), own);
    else if (restores) this.#restore();
  }

  /** The reporter typed. While the typing goes on, it is stored again and again. */
  touch() {
    this.#form.dataset.dirty = '';
    this.#timer ||= setTimeout(() => this.flush(), SAVE_MS);
  }

  /** Stores what has not been stored yet. */
  flush() {
    const isDue = this.#timer !== 0;
    this.#stopTimer();
    if (isDue && this.#form.isConnected && this.#form.dataset.dirty !== undefined) this.save();
  }

  /** The page is going. */
  leave() {
    this.flush();
    this.#autosave?.flush();
  }

  save() {
    this.#form.dataset.dirty = '';
    if (nameOf(this.#form) !== this.#name) this.#adoptOther(0); // the outbox took the text, or gave another one back
    if (this.#isOver) this.#startNew();
    if (hasText(this.#form)) this.#store();
    else removeDraft(this.#name);
    if (hasText(this.#form) || this.#autosave?.version) this.#autosave?.touch();
    announce();
  }

  /** The server has the text, or the outbox. */
  forget() {
    const key = keyOf(this.#form);
    this.#clear();
    removeSentDraft(this.#name, key);
    announce(key);
  }

  /** Puts another draft of this device into the form.
   * @param {import('./store.js').Stored} draft */
  open(draft) {
    this.flush();
    fill(this.#form, draft.fields);
    this.#adoptOther(draft.version ?? 0, draft.stamp);
    this.save();
  }

  /** Another tab has this text open as well.
   * @param {StorageEvent} event */
  hear(event) {
    if (event.key !== this.#name) return;
    if (sentKey(event)) return this.#tellSent();
    const draft = draftIn(event.newValue);
    if (!draft || this.#timer) return; // typed here as well: `#store` keeps both
    const isSaved = draft.stamp === this.#stamp; // the same words, which the server has by now
    this.#adopt(draft.version ?? 0, draft.stamp);
    if (differs(this.#form, draft.fields)) fill(this.#form, draft.fields);
    showSaved(this.#form, isSaved ? 'saved' : 'saving');
  }

  #store() {
    const stored = readDraft(this.#name);
    // Another tab has written to it since: both texts are kept, each under a key of its own.
    if (stored?.stamp && stored.stamp !== this.#stamp && differs(this.#form, stored.fields)) this.#startNew();
    const wasStored = this.#isStored;
    this.#isStored = this.#write();
    if (wasStored && !this.#isStored) this.#tell(notStored());
  }

  #write() {
    this.#stamp = newKey();
    const [fields, version] = [fieldsOf(this.#form), this.#autosave?.version];
    return writeDraft(this.#name, { fields, at: Date.now(), version, stamp: this.#stamp });
  }

  #restore() {
    const [{ draft, name } = {}] = draftsOf(baseNameOf(this.#form));
    if (!draft || !name) return;
    const bases = basesOf(this.#form);
    const isBehind = bases.differFrom(draft.fields);
    if (!differs(this.#form, draft.fields)) {
      if (isBehind) removeDraft(name); // it was saved after all
      return;
    }
    fill(this.#form, draft.fields);
    this.#adopt(draft.version ?? 0, draft.stamp);
    if (name !== this.#name && writeDraft(this.#name, draft)) removeDraft(name); // from before names had keys
    this.#form.dataset.dirty = '';
    this.#autosave?.touch(); // also to learn whether another device has gone on with it
    this.#offerToDiscard(restored(this.#form, draft.at, isBehind), bases.putBack);
  }

  /** Goes on with a text that the server has filled in, or with what this device has made of it.
   * @param {number} version @param {import('./store.js').Stored | null} own */
  #resume(version, own) {
    if (own && differs(this.#form, own.fields)) fill(this.#form, own.fields);
    else this.#adopt(version, own?.stamp);
    this.save();
    history.replaceState(history.state, '', location.pathname + location.hash); // a reload finds it on the device
  }

  /** @param {import('./autosave-request.js').Verdict} verdict */
  #settle(verdict) {
    if (verdict.kind === 'saved') this.#noteVersion();
    else if (verdict.kind === 'both') this.#showBoth(verdict.wording);
    else if (verdict.kind === 'ended') this.#tellEnded(verdict.how);
  }

  /** The device remembers which version its text is to replace. */
  #noteVersion() {
    const stored = readDraft(this.#name);
    if (stored?.stamp === this.#stamp) writeDraft(this.#name, { ...stored, version: this.#autosave?.version });
  }

  /** Nothing was typed here since the server had it: the text goes on as it is on the other device.
   * @param {import('./autosave-request.js').Wording} wording */
  #follow({ theirs, version }) {
    if (this.#timer) return; // typed this very moment
    fill(this.#form, theirs);
    this.#adopt(version);
    this.#write();
    showSaved(this.#form, 'saved');
  }

  /** @param {import('./autosave-request.js').Wording} elsewhere */
  #showBoth(elsewhere) {
    showBoth(this.#form, elsewhere, (choice) => {
      const mine = fieldsOf(this.#form);
      if (choice !== 'mine') fill(this.#form, choice === 'both' ? joined(mine, elsewhere.theirs) : elsewhere.theirs);
      this.#adopt(elsewhere.version, this.#stamp);
      this.save();
    });
  }

  /** A form that did not get through says so, and what to do: the next attempt will tell that it did after all.
   * @param {'sent' | 'discarded'} how */
  #tellEnded(how) {
    this.#isOver = true;
    if (!noticeIn(this.#form) || this.#told?.isConnected) this.#offerToDiscard(ended(how));
  }

  #tellSent() {
    this.#startNew();
    this.#offerToDiscard(sentFromTab(this.#form));
  }

  /** @param {string} sentence @param {() => void} [afterwards] */
  #offerToDiscard(sentence, afterwards = () => {}) {
    this.#tell(sentence, { label: gettext('Discard it'), act: () => this.#discard(afterwards) });
  }

  /** @param {string} sentence @param {import('../notice.js').Step[]} steps */
  #tell(sentence, ...steps) {
    this.#told = showNotice(this.#form, sentence, ...steps);
  }

  /** @param {() => void} afterwards */
  async #discard(afterwards) {
    const key = keyOf(this.#form);
    // The server may have it although no answer said so, from before a reload.
    const discarding = this.#autosave && !this.#isOver ? discardAtServer(addressOf(this.#form)) : undefined;
    removeDraft(this.#name);
    this.#form.reset();
    this.#clear();
    this.#startNew();
    this.#form.dispatchEvent(new Event('dateline:filled', { bubbles: true })); // also for the preview
    announce(key);
    afterwards();
    if (this.#form.dataset.autosaved === undefined) return;
    await discarding; // the form was filled in with this text by the server
    location.replace(location.pathname);
  }

  #clear() {
    this.#stopTimer();
    this.#adoptOther(0);
    this.#form.removeAttribute('data-dirty');
    hideBoth(this.#form);
    showSaved(this.#form, '');
  }

  #startNew() {
    renewKey(this.#form);
    this.#adopt(0);
  }

  /** What was said of the text before does not hold for this one. @param {number} version @param {string} [stamp] */
  #adoptOther(version, stamp) {
    if (this.#told?.isConnected) clearNotice(this.#form);
    this.#adopt(version, stamp);
  }

  /** The form holds this text now. @param {number} version at the server @param {string} [stamp] */
  #adopt(version, stamp = '') {
    this.#isOver = false;
    this.#name = nameOf(this.#form);
    this.#stamp = stamp;
    this.#autosave?.restart(version);
  }

  #stopTimer() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
