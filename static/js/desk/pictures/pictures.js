/** Takes pictures and documents for the text on this page: chosen, taken with the camera, dropped on the composer or pasted. */

import { mainButton } from '../enter.js';
import { gettext, ngettext } from '../../messages.js';
import { clearNotice, showNotice } from '../notice.js';
import { readItems } from '../outbox/store.js';
import { startCropping } from './crop.js';
import { rememberCredit } from './descriptions.js';
import { isDocument, isPicture } from './documents.js';
import { removeUnusedFiles } from './kept-files.js';
import { startLocalTimes } from './local-times.js';
import { Tray } from './tray.js';

const TRAY = '[data-tray]';

/** The tray of the page, and a press that waits until its pictures are there. */
class Pictures {
  #account;
  #tray;
  /** @type {HTMLElement | null} */ #pressed = null;

  /** @param {string} account @param {HTMLElement} element */
  constructor(account, element) {
    this.#account = account;
    this.#tray = new Tray(element, account, () => this.#goOn());
    document.addEventListener('change', (event) => this.#choose(event));
    document.addEventListener('click', (event) => this.#press(event));
    document.addEventListener('paste', (event) => this.#paste(event), true); // before the text takes it
    for (const name of ['dragenter', 'dragover']) {
      document.addEventListener(name, (event) => this.#dragOver(/** @type {DragEvent} */ (event)));
    }
    document.addEventListener('dragleave', (event) => this.#dragLeave(event));
    document.addEventListener('drop', (event) => this.#drop(event));
    document.addEventListener('submit', (event) => this.#hold(event), true); // before the outbox and htmx
    document.addEventListener('dateline:filled', (event) => this.#follow(event));
    document.addEventListener('htmx:after:swap', () => this.#adopt());
    addEventListener('online', () => this.#tray.resume());
    readItems(account)
      .then((items) =>
        removeUnusedFiles(
          account,
          items.map(({ fields }) => fields),
        ),
      )
      .catch(() => {});
    startCropping();
  }

  /** @param {Event} event */
  #choose({ target }) {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches('[data-credit]')) rememberCredit(target, this.#account);
    if (!target.matches('input[type=file]:is([data-pictures], [data-documents])')) return;
    const files = [...(target.files ?? [])];
    target.value = ''; // the same file may be chosen again
    if (files.length > 0) this.#tray.add(files);
  }

  /** @param {MouseEvent} event */
  #press({ target }) {
    const button = target instanceof Element ? target.closest('[data-deed]') : null;
    const row = button?.closest(`${TRAY} li`);
    if (!(button instanceof HTMLElement) || !(row instanceof HTMLElement)) return;
    this.#tray.act(button.dataset.deed ?? '', row, button);
  }

  /** A program that copies a picture of a text, such as a word processor, copies the words as well: those are meant.
   * @param {ClipboardEvent} event */
  #paste(event) {
    const { clipboardData: data, target } = event;
    const files = filesIn(data);
    const isHere = target instanceof Element && (target === document.body || this.#tray.form.contains(target));
    if (!isHere || files.length === 0 || data?.getData('text/plain').trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#tray.add(files);
  }

  /** @param {DragEvent} event */
  #dragOver(event) {
    if (!this.#isOver(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    this.#tray.form.dataset.dropping = '';
  }

  /** @param {DragEvent} event */
  #dragLeave({ relatedTarget }) {
    if (!this.#tray.form.contains(/** @type {Node | null} */ (relatedTarget))) this.#endDrag();
  }

  /** @param {DragEvent} event */
  #drop(event) {
    this.#endDrag();
    if (!this.#isOver(event)) return;
    event.preventDefault(); // or the browser opens the file in place of the desk
    const files = filesIn(event.dataTransfer);
    if (files.length > 0) this.#tray.add(files);
    else {
      showNotice(
        this.#tray.form,
        gettext('Drop pictures here (JPEG, PNG, WebP, AVIF, GIF) or documents (PDF, DOCX, text).'),
      );
    }
  }

  #endDrag() {
    delete this.#tray.form.dataset.dropping;
  }

  /** @param {DragEvent} event */
  #isOver({ dataTransfer, target }) {
    return Boolean(dataTransfer?.types.includes('Files')) && this.#tray.form.contains(/** @type {Node} */ (target));
  }

  /** The reporter decides whether the words wait. Without a connection the outbox takes both.
   * @param {SubmitEvent} event */
  #hold(event) {
    const form = this.#tray.form;
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter ?? mainButton(form));
    const sends = button?.name === 'action' && button.value !== 'preview' && button.formMethod !== 'dialog';
    const count = this.#tray.waiting.length;
    if (event.target !== form || !sends || count === 0 || !navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const label = ngettext('Send the words without it', 'Send the words without them', count);
    const words = { label, act: () => this.#sendWords(button) };
    if (this.#tray.waiting.some(({ state }) => state === 'failed' || state === 'refused')) {
      return void showNotice(form, gettext('Not sent yet: a picture or document could not be uploaded.'), words);
    }
    this.#pressed = button;
    const said = ngettext(
      'A file is on its way. The text is sent as soon as it is there.',
      '%(num)s files are on their way. The text is sent as soon as they are there.',
      count,
    );
    showNotice(form, said, words);
  }

  /** @param {HTMLButtonElement} button */
  #sendWords(button) {
    this.#pressed = null;
    this.#tray.dropWaiting();
    this.#tray.form.requestSubmit(button.isConnected ? button : null);
  }

  /** Everything is there: what was pressed meanwhile is done. */
  #goOn() {
    const button = /** @type {HTMLButtonElement | null} */ (this.#pressed);
    this.#pressed = null;
    if (!button?.isConnected) return;
    clearNotice(this.#tray.form);
    this.#tray.form.requestSubmit(button);
  }

  /** The form holds another text, or none.
   * @param {Event} event */
  #follow(event) {
    if (event.target !== this.#tray.form) return;
    const fields = /** @type {CustomEvent<{fields?: import('../fields.js').Fields} | null>} */ (event).detail?.fields;
    this.#pressed = null;
    if (fields) this.#tray.show(fields);
    else this.#tray.empty();
  }

  #adopt() {
    const element = document.querySelector(TRAY);
    if (element instanceof HTMLElement) this.#tray.adopt(element);
  }
}

export function startPictures() {
  startLocalTimes();
  const { reporter } = document.body.dataset;
  const element = document.querySelector(TRAY);
  if (reporter && element instanceof HTMLElement) new Pictures(reporter, element);
}

/** @param {DataTransfer | null} data */
const filesIn = (data) => [...(data?.files ?? [])].filter((file) => isPicture(file) || isDocument(file));
