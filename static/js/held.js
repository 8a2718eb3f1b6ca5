/** Keeps new updates that wait for the reader, as text: as elements, a thousand of them would weigh on the page. */

import { writeAges } from './ages.js';
import { writeMoments } from './clocks.js';
import { numberOf } from './matching.js';

/** @typedef {{number: number, html: string}} Waiting an update in its present state */

export class Held {
  /** @type {Map<string, Waiting>} by public id */
  #waiting = new Map();

  get size() {
    return this.#waiting.size;
  }

  /** The number of the newest, 0 when there is none. */
  get newest() {
    return Math.max(0, ...[...this.#waiting.values()].map(({ number }) => number));
  }

  /** @param {string} id */
  has(id) {
    return this.#waiting.has(id);
  }

  /** @param {HTMLElement} article new, or in its new wording */
  hold(article) {
    this.#waiting.set(article.dataset.update ?? '', { number: numberOf(article), html: article.outerHTML });
  }

  /** @param {string} id */
  drop(id) {
    this.#waiting.delete(id);
  }

  clear() {
    this.#waiting.clear();
  }

  /** @param {string} id @returns {HTMLElement | undefined} what was held, and no longer is */
  take(id) {
    const one = this.#waiting.get(id);
    this.#waiting.delete(id);
    return one && made(one);
  }

  /**
   * Ends the wait of all.
   * @param {number} most
   * @returns {{articles: HTMLElement[], left: number}} the newest, newest first, and how many older ones there were
   */
  takeNewest(most) {
    const all = this.#newestFirst();
    this.clear();
    return { articles: all.slice(0, most).map(made), left: Math.max(0, all.length - most) };
  }

  /** Copies of all, newest first. */
  copies() {
    return this.#newestFirst().map(made);
  }

  #newestFirst() {
    return [...this.#waiting.values()].sort((one, other) => other.number - one.number);
  }
}

/** Its times were written when it came; since then time has passed, and the reader may have chosen another zone.
 * @param {Waiting} waiting */
function made({ html }) {
  const template = document.createElement('template');
  template.innerHTML = html;
  writeMoments(template.content);
  writeAges(template.content);
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}
