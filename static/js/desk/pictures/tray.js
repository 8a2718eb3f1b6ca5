/** The pictures and documents of the text on this page (`[data-tray]`): those that the server has, and those on their way to it, in their order. */

import { addCounts } from '../counts.js';
import { valuesOf } from '../fields.js';
import { gettext, ngettext } from '../../messages.js';
import { fillDescription, fillLastCredit, replaceRow } from './descriptions.js';
import { isDocument } from './documents.js';
import { fieldsOfHeld, heldRow } from './held-row.js';
import { isLocal, keptFile } from './kept-files.js';
import { chosenDateline, fetchRows, rowIn } from './rows.js';
import { WaitingPicture } from './waiting-picture.js';
import { addedWords, movedWords, removedWords } from './words.js';

/** @typedef {import('../fields.js').Fields} Fields */

const PICTURE = '[data-waiting-picture]';
const DOCUMENT = '[data-waiting-document]';
const MOST = 12;
const LARGEST_BYTES = 15 * 1024 * 1024;
const AT_ONCE = 2; // uploads side by side: the first is there sooner than with all at once

export class Tray {
  #account;
  #element;
  /** @type {WaitingPicture[]} */ #waiting = [];
  #onSettled;

  /** @param {HTMLElement} element @param {string} account @param {() => void} onSettled nothing is on its way any more */
  constructor(element, account, onSettled) {
    this.#element = element;
    this.#account = account;
    this.#onSettled = onSettled;
  }

  get form() {
    return /** @type {HTMLFormElement} */ (this.#element.closest('form'));
  }

  /** The pictures that the server does not have yet. */
  get waiting() {
    return this.#waiting.filter(({ state }) => state !== 'over');
  }

  /** @param {File[]} files */
  add(files) {
    const room = MOST - this.#rows.length;
    for (const file of files.slice(0, room)) this.#append(file);
    const over = files.length - room;
    if (over > 0) {
      this.#say(
        ngettext(
          'An update shows at most 12 pictures and documents: %(num)s was left out.',
          'An update shows at most 12 pictures and documents: %(num)s were left out.',
          over,
        ),
      );
    } else this.#say(addedWords(files));
    this.#changed();
    this.#startNext();
  }

  /** Tries again what waits for the connection. */
  async resume() {
    this.#startNext();
    const held = this.#rows.filter(isHeld).map(({ dataset }) => dataset.key ?? '');
    for (const row of await this.#rowsOf(held)) {
      const old = this.#rowOf(row.dataset.key ?? '');
      if (!old || !isHeld(old)) continue;
      old.replaceWith(row);
      fillDescription(this.form, row.dataset.key ?? '', fieldsOfHeld(old));
    }
  }

  /** @param {string} deed @param {HTMLElement} row @param {HTMLElement} button */
  act(deed, row, button) {
    if (deed === 'remove') this.#remove(row);
    else if (deed === 'again') this.#waitingAt(row)?.start();
    else if (deed === 'earlier') this.#move(row, row.previousElementSibling, 'before', button);
    else if (deed === 'later') this.#move(row, row.nextElementSibling, 'after', button);
  }

  /** Shows the pictures that are in these fields, in their order, with what is said of them.
   * @param {Fields} fields */
  async show(fields) {
    const ids = valuesOf(fields, 'media').filter(Boolean);
    for (const row of this.#rows) if (!ids.includes(row.dataset.key ?? '')) this.#drop(row);
    const missing = ids.filter((id) => !this.#rowOf(id));
    await this.#load(missing.filter((id) => !isLocal(id)));
    for (const id of missing.filter(isLocal)) {
      const file = await keptFile(this.#account, id).catch(() => undefined);
      if (file) this.#append(file, id);
    }
    const unseen = missing.filter((id) => !isLocal(id) && !this.#rowOf(id));
    if (!navigator.onLine) this.#list.append(...unseen.map((id) => heldRow(this.#template(PICTURE), id, fields)));
    this.#list.append(...ids.flatMap((id) => this.#rowOf(id) ?? []));
    for (const id of missing) fillDescription(this.form, id, fields);
    addCounts();
    this.#mark();
    // Until now the draft may have been saved without them.
    if (missing.length > 0 && missing.every((id) => this.#rowOf(id))) this.#changed();
    this.#startNext();
  }

  /** The text is gone; what the outbox has of it stays on the device. */
  empty() {
    for (const row of this.#rows) this.#drop(row);
    this.#mark();
  }

  /** Leaves out what the server does not have. */
  dropWaiting() {
    for (const { row } of this.waiting) this.#remove(row);
  }

  /** Call when the page may have got another tray, or this one other rows.
   * @param {HTMLElement} element */
  adopt(element) {
    const isSame = element === this.#element;
    this.#element = element;
    for (const picture of this.waiting) {
      if (!picture.row.isConnected && isSame) this.#list.append(picture.row);
      else if (!isSame) picture.cancel({ keepsFile: true });
    }
    this.#mark();
  }

  /** @param {File} file @param {string} [id] */
  #append(file, id) {
    const template = this.#template(isDocument(file) ? DOCUMENT : PICTURE);
    const row = /** @type {HTMLElement} */ (rowIn(document.importNode(template.content, true)));
    const { tray: address = '', prefix = '' } = this.#element.dataset;
    const picture = new WaitingPicture(
      { row, file, id, address, prefix, account: this.#account },
      { there: (picture, id, html) => this.#replace(picture, id, html), changed: () => this.#startNext() },
    );
    this.#waiting.push(picture);
    this.#list.append(row);
    addCounts();
    if (file.size > LARGEST_BYTES) picture.refuse(gettext('This file is too large. A file may have 15 MB.'));
  }

  #startNext() {
    this.#mark();
    const waiting = this.waiting;
    const room = AT_ONCE - waiting.filter(({ state }) => state === 'sending').length;
    const ready = waiting.filter(({ state }) => state === 'waiting');
    if (navigator.onLine) for (const picture of ready.slice(0, Math.max(0, room))) picture.start();
    else for (const { row } of ready) if (row.dataset.state === undefined) this.#waitingAt(row)?.start(); // which says so
    if (waiting.length === 0) this.#onSettled();
  }

  /** @param {WaitingPicture} picture @param {string} id @param {string} html */
  #replace(picture, id, html) {
    const row = rowIn(html);
    if (!row || !picture.row.isConnected) return;
    replaceRow(picture.row, row, id);
    fillLastCredit(row, this.#account);
    addCounts();
    this.#changed();
    this.#startNext();
  }

  /** @param {string[]} ids */
  async #load(ids) {
    for (const row of await this.#rowsOf(ids)) if (!this.#rowOf(row.dataset.key ?? '')) this.#list.append(row);
  }

  /** @param {string[]} ids @returns {Promise<HTMLElement[]>} */
  async #rowsOf(ids) {
    const { tray = '', prefix = '' } = this.#element.dataset;
    return ids.length > 0 ? fetchRows(tray, prefix, ids, chosenDateline(this.#element)) : [];
  }

  /** @param {string} wanted */
  #template(wanted) {
    return /** @type {HTMLTemplateElement} */ (this.#element.querySelector(wanted));
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const hadFocus = row.contains(document.activeElement);
    this.#waitingAt(row)?.cancel();
    row.remove();
    this.#say(removedWords(row));
    this.#changed();
    this.#startNext();
    if (!hadFocus) return;
    const body = /** @type {HTMLElement | null} */ (this.form.elements.namedItem('body'));
    /** @type {HTMLElement | null | undefined} */ (next?.querySelector('[data-deed=remove]') ?? body)?.focus();
  }

  /** Takes a row away without a word; a file on the device stays. @param {HTMLElement} row */
  #drop(row) {
    this.#waitingAt(row)?.cancel({ keepsFile: true });
    row.remove();
  }

  /** @param {HTMLElement} row @param {Element | null} other @param {'before' | 'after'} where @param {HTMLElement} button */
  #move(row, other, where, button) {
    if (!other) return;
    other[where](row);
    button.focus();
    this.#say(movedWords(row, this.#rows.indexOf(row) + 1, this.#rows.length));
    this.#changed();
  }

  /** As if it were typed: the draft is saved, and the preview follows. */
  #changed() {
    this.#mark();
    this.form.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** Tells CSS how many there are, and the chip. */
  #mark() {
    this.#element.toggleAttribute('data-empty', this.#rows.length === 0);
  }

  /** @param {string} sentence */
  #say(sentence) {
    const said = this.#element.querySelector('[data-tray-said]');
    if (said) said.textContent = sentence;
  }

  /** @param {HTMLElement} row */
  #waitingAt(row) {
    return this.#waiting.find((picture) => picture.row === row);
  }

  /** @param {string} id */
  #rowOf(id) {
    return this.#rows.find((row) => row.dataset.key === id);
  }

  get #rows() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  get #list() {
    return /** @type {HTMLElement} */ (this.#element.querySelector('[data-tray-list]'));
  }
}

/** @param {HTMLElement} row */
const isHeld = (row) => row.dataset.state === 'held';
