/** Keeps a page without a socket up to date: has htmx ask for it every ten seconds (`hx-get` of its `main`), and morph what differs. */

import { writeAges } from './ages.js';
import { isBusy } from './attention.js';
import { writeMoments } from './clocks.js';
import { htmx } from './htmx.js';
import { keepPlace } from './place.js';

/** @typedef {{sourceElement: Element, response?: {headers: Headers}}} Request what is used here of htmx's context */

const LOOK_MS = 10_000;
const LONGEST_MS = 160_000; // while the server does not answer, each wait is twice as long as the one before

class Renewal {
  #main;
  #said;
  #wait = LOOK_MS;
  #timer = 0;
  #known = ''; // the ETag of the last answer that was shown
  /** @type {Set<string>} */
  #banners = new Set();
  #keep = () => {};

  /** @param {HTMLElement} main @param {HTMLElement} said a live region */
  constructor(main, said) {
    this.#main = main;
    this.#said = said;
    this.#on('htmx:before:response', (request, event) => this.#answered(tagOf(request), event));
    this.#on('htmx:before:swap', (_request, event) => this.#begin(event));
    this.#on('htmx:after:swap', (request) => this.#shown(tagOf(request)));
    this.#on('htmx:response:error', () => this.#slowDown());
    this.#on('htmx:error', () => this.#slowDown());
    this.#on('htmx:finally:request', () => this.#schedule());
    document.addEventListener('visibilitychange', () => this.#look());
    addEventListener('pageshow', ({ persisted }) => persisted && this.#look());
    addEventListener('online', () => this.#look());
    this.#schedule();
  }

  /** @param {string} name @param {(request: Request, event: Event) => void} act on a request for this page */
  #on(name, act) {
    document.addEventListener(name, (event) => {
      const request = /** @type {CustomEvent<{ctx?: Request}>} */ (event).detail.ctx;
      if (request?.sourceElement === this.#main) act(request, event);
    });
  }

  #schedule() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), this.#wait);
  }

  #look() {
    if (document.hidden || isBusy()) this.#schedule();
    else htmx.trigger(this.#main, 'dateline:look');
  }

  /** The browser asks whether its copy is still good; where it is, nothing is read.
   * @param {string} tag @param {Event} event */
  #answered(tag, event) {
    this.#wait = LOOK_MS;
    if (tag && tag === this.#known) event.preventDefault();
  }

  /** @param {Event} event */
  #begin(event) {
    if (isBusy()) return event.preventDefault();
    this.#banners = bannersIn(this.#main);
    this.#keep = keepPlace(false);
  }

  /** Before anything is painted.
   * @param {string} tag */
  #shown(tag) {
    this.#known = tag;
    writeMoments(this.#main);
    writeAges(this.#main);
    this.#keep();
    const news = [...bannersIn(this.#main)].filter((words) => !this.#banners.has(words));
    if (news.length > 0) this.#said.textContent = news.join('. ');
  }

  #slowDown() {
    this.#wait = Math.min(2 * this.#wait, LONGEST_MS);
  }
}

export function startRenewal() {
  const main = document.getElementById('content');
  const said = document.getElementById('renewal');
  if (main && said) new Renewal(main, said);
}

/** @param {Request} request */
const tagOf = ({ response }) => response?.headers.get('ETag') ?? '';

/** What is said of a banner that is new: its level and its words, not its time.
 * @param {HTMLElement} main */
function bannersIn(main) {
  const all = [...main.querySelectorAll('.entry-banner')];
  return new Set(all.map((one) => [...one.querySelectorAll('.entry-level, a')].map(wordsOf).join(': ')));
}

/** @param {Element} element */
const wordsOf = (element) => element.textContent?.trim() ?? '';
