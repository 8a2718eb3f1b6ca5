/** Owns the page's cursor, and applies messages to the page, whether the socket or polling delivered them. */

import { htmx } from './htmx.js';
import { keepPlace } from './place.js';
import { askForReload } from './reload.js';

// What the head says to search engines and social networks about the page as it was loaded.
const DESCRIPTIONS = [
  'script[type="application/ld+json"]',
  'meta[name=description]',
  'meta[property="og:title"]',
  'meta[property="og:description"]',
  'meta[property="og:image:alt"]',
].join();

/** @typedef {{cursor?: string, content?: string, reload?: boolean, presence?: string}} Message `content` is a row of `<hx-partial>` elements */

/**
 * @typedef {object} PageEvents
 * @property {(content: DocumentFragment) => boolean} before may change the partials before htmx gets them; answers whether
 *   new updates will be seen at once
 * @property {() => void} after called before anything is painted
 * @property {(html: string) => void} [present] at the desk: who is there now
 */

export class Inbox {
  /** @type {Promise<void>} */
  #last = Promise.resolve();
  #wire;
  #page;

  /**
   * @param {HTMLElement} wire carries `data-cursor`, the position in the log at which the page was rendered
   * @param {PageEvents} page
   */
  constructor(wire, page) {
    this.#wire = wire;
    this.#page = page;
  }

  get cursor() {
    return this.#wire.dataset.cursor ?? '';
  }

  /**
   * Whether the page has not got everything up to `cursor`.
   * @param {string} cursor
   */
  isBehind(cursor) {
    return sequenceOf(cursor) > sequenceOf(this.cursor);
  }

  /**
   * Moves the page's cursor forward without a message: the server says that nothing visible lies between.
   * @param {string} cursor
   */
  advance(cursor) {
    if (epochOf(cursor) === epochOf(this.cursor) && this.isBehind(cursor)) this.#wire.dataset.cursor = cursor;
  }

  /**
   * Takes account of a part of the page that was rendered at another cursor. What has arrived since then is applied again, which
   * changes nothing in the other parts; a newer part waits for the messages that it has got ahead of.
   * @param {string} cursor
   * @returns {boolean} whether the page's cursor has moved back
   */
  rejoin(cursor) {
    if (epochOf(cursor) !== epochOf(this.cursor)) askForReload(this.#wire);
    else if (sequenceOf(cursor) < sequenceOf(this.cursor)) {
      this.#wire.dataset.cursor = cursor;
      return true;
    }
    return false;
  }

  /**
   * Applies one message after the other, in the order in which they arrive.
   * @param {Message} message
   */
  apply(message) {
    this.#last = this.#last.then(() => this.#applyNow(message));
    return this.#last;
  }

  /** @param {Message} message */
  async #applyNow({ cursor, content, reload, presence }) {
    if (presence !== undefined) this.#page.present?.(presence);
    if (reload) return askForReload(this.#wire);
    if (!cursor) return;
    if (epochOf(cursor) !== epochOf(this.cursor)) return askForReload(this.#wire);
    // A heartbeat must not move the cursor: the message that it announces may still be on its way.
    if (content === undefined || !this.isBehind(cursor)) return;
    this.#wire.dataset.cursor = cursor;
    // They may hold words that have been withdrawn; search engines and social networks ask the server.
    for (const description of document.querySelectorAll(DESCRIPTIONS)) description.remove();
    // A fragment that cannot be applied would fail again on every return: only loading the page again helps.
    if (content) await this.#swap(content).catch(() => askForReload(this.#wire));
  }

  /** @param {string} content */
  async #swap(content) {
    const template = document.createElement('template');
    template.innerHTML = content;
    const keep = keepPlace(this.#page.before(template.content));
    // Without transitions htmx waits for nothing but microtasks, so nothing is painted before the two calls below.
    await htmx.swap({
      sourceElement: this.#wire,
      target: this.#wire,
      swap: 'none',
      text: template.innerHTML,
      transition: false,
    });
    this.#page.after();
    keep();
  }
}

/** @param {string} cursor */
const epochOf = (cursor) => cursor.slice(0, cursor.lastIndexOf(':'));

/** @param {string} cursor */
const sequenceOf = (cursor) => Number(cursor.slice(cursor.lastIndexOf(':') + 1));
