/** One picture or document of a text that the server does not have yet: its row in the tray, and its upload. */

import { gettext } from '../../messages.js';
import { sizeInWords } from './documents.js';
import { forgetFile, isLocal, keepFile, localId } from './kept-files.js';
import { chosenDateline } from './rows.js';
import { drawThumbnail } from './thumbnail.js';
import { newKey } from '../key.js';
import { Upload } from './upload.js';

/**
 * `sending`: it is under way. `waiting`: for the connection. `failed`: it may be tried again. `refused`: it never gets
 * through. `over`: the server has it, or the reporter has cancelled it.
 * @typedef {'sending' | 'waiting' | 'failed' | 'refused' | 'over'} State
 */

export class WaitingPicture {
  #account;
  #address;
  #file;
  #prefix;
  #on;
  /** @type {Upload | undefined} */ #upload;
  /** @type {State} */ state = 'waiting';

  /** Its row in the tray. */
  row;
  /** What `media` holds until the server has given it an id. */
  id;

  /**
   * @param {object} given
   * @param {HTMLElement} given.row a new copy of the template's
   * @param {File} given.file
   * @param {string} given.account
   * @param {string} given.address where it is uploaded to
   * @param {string} given.prefix of the ids in the form
   * @param {string} [given.id] of a file that the device has kept
   * @param {object} on
   * @param {(picture: WaitingPicture, id: string, row: string) => void} on.there the server has it
   * @param {(picture: WaitingPicture) => void} on.changed its state
   */
  constructor({ row, file, account, address, prefix, id = localId(newKey()) }, on) {
    this.row = row;
    this.id = id;
    this.#file = file;
    this.#account = account;
    this.#address = address;
    this.#prefix = prefix;
    this.#on = on;
    this.#fillIn();
    const canvas = row.querySelector('canvas');
    if (canvas) drawThumbnail(canvas, file);
    // A device that cannot keep it loses it with the page; it can still be uploaded now.
    if (isLocal(id)) keepFile(account, id, file).catch(() => {});
  }

  async start() {
    if (this.state === 'sending' || this.state === 'over') return;
    if (!navigator.onLine) return this.#become('waiting', gettext('Waits for the connection.'));
    this.#upload = new Upload(this.#address, this.#file, {
      fields: { prefix: this.#prefix, ...chosenDateline(this.row) },
      onProgress: (share) => this.#show(share),
    });
    this.#become('sending', gettext('Uploading…'));
    const verdict = await this.#upload.send();
    if (this.#isOver) return;
    if (verdict.kind === 'there') {
      this.state = 'over';
      forgetFile(this.#account, this.id);
      this.#on.there(this, verdict.id, verdict.row);
    } else if (verdict.kind === 'later' && !navigator.onLine) {
      this.#become('waiting', gettext('Waits for the connection.'));
    } else if (verdict.kind !== 'cancelled') {
      this.#become(verdict.kind === 'refused' ? 'refused' : 'failed', verdict.sentence);
    }
  }

  /** Cancelled meanwhile. */
  get #isOver() {
    return this.state === 'over';
  }

  /** @param {string} sentence */
  refuse(sentence) {
    this.#become('refused', sentence);
  }

  /** Stops it. The file stays on the device where a text that waits there still needs it.
   * @param {{keepsFile?: boolean}} [options] */
  cancel({ keepsFile = false } = {}) {
    this.state = 'over';
    this.#upload?.cancel();
    if (!keepsFile) forgetFile(this.#account, this.id);
  }

  #fillIn() {
    const { row, id } = this;
    row.dataset.key = id;
    row.dataset.waiting = '';
    const chosen = /** @type {HTMLInputElement} */ (row.querySelector('[name=media]'));
    Object.assign(chosen, { value: id, defaultChecked: true });
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll('[data-field]'))) {
      field.name = `${field.dataset.field}-${id}`;
    }
    row.querySelector('canvas')?.setAttribute('aria-label', this.#file.name);
    const [name, size] = [row.querySelector('[data-name]'), row.querySelector('[data-size]')];
    if (name) name.textContent = this.#file.name;
    if (size) size.textContent = sizeInWords(this.#file.size);
  }

  /** @param {State} state @param {string} sentence */
  #become(state, sentence) {
    this.state = state;
    this.row.dataset.state = state;
    const said = /** @type {HTMLElement} */ (this.row.querySelector('[data-said]'));
    const colon = gettext(': ');
    said.textContent = state === 'failed' || state === 'refused' ? `${this.#file.name}${colon}${sentence}` : sentence;
    said.role = state === 'failed' || state === 'refused' ? 'alert' : null;
    /** @type {HTMLElement} */ (this.row.querySelector('progress')).hidden = state !== 'sending';
    /** @type {HTMLElement} */ (this.row.querySelector('[data-deed=again]')).hidden = state !== 'failed';
    const remove = /** @type {HTMLElement} */ (this.row.querySelector('[data-deed=remove]'));
    remove.textContent = state === 'sending' ? gettext('Cancel') : gettext('Remove');
    this.#on.changed(this);
  }

  /** @param {number} share */
  #show(share) {
    const progress = /** @type {HTMLProgressElement} */ (this.row.querySelector('progress'));
    const said = /** @type {HTMLElement} */ (this.row.querySelector('[data-said]'));
    progress.value = Math.round(share * 100);
    if (share === 1) said.textContent = gettext('Almost there…'); // all has left; the server reads it
  }
}
