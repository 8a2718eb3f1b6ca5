/** Uploads one picture or document, with its progress, and says what became of it. */

import { gettext } from '../../messages.js';
import { adoptToken, presentToken } from '../tokens.js';

/**
 * `there`: the server has it; `row` is its row for the tray, if the fields say for which (`prefix`). `later`: it may get through another time. `away`: not before
 * the account signs in again. `refused`: not as it is. `cancelled`: by the reporter.
 * @typedef {{kind: 'there', id: string, row: string} | {kind: 'later' | 'away' | 'refused', sentence: string}
 *   | {kind: 'cancelled'}} Verdict
 */

const TIMEOUT_MS = 10 * 60_000; // 15 MiB on a slow line
const TOO_LARGE = gettext('This file is too large. A file may have 15 MB.');
const UNREACHED = gettext('The connection broke.');
const SIGNED_OUT = gettext('You are signed out. Sign in again in a new tab, then try again.');
const OTHER_ACCOUNT = gettext('Another account is signed in now. Sign in with the one that added this file.');

export class Upload {
  #address;
  #file;
  #fields;
  #onProgress;
  #isCancelled = false;
  /** @type {XMLHttpRequest | undefined} */ #request;

  /**
   * @param {string} address
   * @param {File} file
   * @param {object} [options]
   * @param {Record<string, string>} [options.fields] what else is sent with it
   * @param {(share: number) => void} [options.onProgress] from 0 to 1
   */
  constructor(address, file, { fields = {}, onProgress = () => {} } = {}) {
    this.#address = address;
    this.#file = file;
    this.#fields = fields;
    this.#onProgress = onProgress;
  }

  cancel() {
    this.#isCancelled = true;
    this.#request?.abort();
  }

  /** @returns {Promise<Verdict>} */
  async send() {
    const request = await this.#post();
    const renewal = request.status === 400 ? tokenIn(request) : undefined;
    if (!renewal || this.#isCancelled) return this.#verdictOn(request);
    if (!adoptToken(renewal)) return { kind: 'away', sentence: OTHER_ACCOUNT };
    return this.#verdictOn(await this.#post());
  }

  /** The only way to learn how much has left: `fetch` tells nothing before the answer.
   * @returns {Promise<XMLHttpRequest>} */
  #post() {
    const request = (this.#request = new XMLHttpRequest());
    const body = new FormData();
    for (const [name, value] of Object.entries(this.#fields)) body.append(name, value);
    body.append('file', this.#file, this.#file.name);
    return new Promise((resolve) => {
      request.upload.addEventListener('progress', ({ loaded, total }) => this.#onProgress(total ? loaded / total : 0));
      request.addEventListener('loadend', () => resolve(request));
      request.open('POST', this.#address);
      request.timeout = TIMEOUT_MS;
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('X-CSRFToken', presentToken()); // checked before the file is read
      if (this.#isCancelled) resolve(request);
      else request.send(body);
    });
  }

  /** @param {XMLHttpRequest} request @returns {Verdict} */
  #verdictOn({ status, responseText }) {
    if (this.#isCancelled) return { kind: 'cancelled' };
    if (status === 0) return { kind: 'later', sentence: UNREACHED };
    const { id = '', row = '' } = parsed(responseText) ?? {};
    if (status === 201 && id) return { kind: 'there', id, row };
    if (status === 401) return { kind: 'away', sentence: SIGNED_OUT };
    if (status === 413) return { kind: 'refused', sentence: TOO_LARGE };
    const said = sentenceIn(responseText);
    if (status === 422) return { kind: 'refused', sentence: said || gettext('This file cannot be used.') };
    const passes = status < 400 || status === 408 || status === 429 || status >= 500;
    const sentence = gettext('The server did not take it (%(status)s).', { status });
    return { kind: passes ? 'later' : 'refused', sentence: passes ? sentence : said || sentence };
  }
}

/** The server's own sentence: of a refusal in JSON, or the whole of one without markup.
 * @param {string} text */
function sentenceIn(text) {
  const said = parsed(text);
  if (said) return String(said.sentence ?? said.detail ?? '');
  return text.includes('<') ? '' : text.trim();
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {XMLHttpRequest} request @returns {import('../tokens.js').Token | undefined} */
const tokenIn = (request) => parsed(request.getResponseHeader('HX-Trigger') ?? '')?.['dateline:token'];
