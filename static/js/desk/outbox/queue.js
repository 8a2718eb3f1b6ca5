/** Sends what waits in the outbox, one text after the other, and tries again until the server has it. */

import { attempt } from './attempt.js';
import { exclusively } from './lock.js';
import { uploadPictures } from './pictures.js';
import { changeItem, readItems, removeItem, stateOf } from './store.js';

/** @typedef {import('./store.js').Item} Item */

const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 60_000;
const LONGEST_PATIENCE_MS = 10 * 60_000; // whatever the server, or what stands before it, asks for
const JITTER = 0.25; // of the delay, so that a newsroom does not come back all at once

export class OutboxQueue {
  #account;
  #on;
  #failures = 0;
  #timer = 0;
  #notBefore = 0; // the server said so, on the clock of `performance.now()`, which nobody sets
  #isRunning = false;
  #isAskedAgain = false;

  /** The key of the text that is under way. */
  sending = '';
  /** Why the last attempt did not get through. @type {import('./attempt.js').Reason | ''} */
  reason = '';

  /**
   * @param {string} account
   * @param {object} on
   * @param {() => void} on.changed what is under way, or why it waits
   * @param {(item: Item, message: string, posted: string) => void} on.sent
   * @param {(item: Item, sentence: string) => void} on.objected
   */
  constructor(account, on) {
    this.#account = account;
    this.#on = on;
  }

  /** Tries now, for there is a reason to hope, unless the server has asked for patience. */
  hurry() {
    if (this.#mustWait) return;
    this.#failures = 0;
    this.run();
  }

  /** Tries now, for the reporter asks for it. */
  insist() {
    this.#notBefore = 0;
    this.hurry();
  }

  /** Tries now, unless the server has asked for patience. Call when texts have come or changed. */
  async run() {
    if (this.#mustWait) return;
    clearTimeout(this.#timer);
    this.#isAskedAgain = this.#isRunning;
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      let goesOn;
      do goesOn = await exclusively(() => this.#sendNext());
      while (goesOn);
      if (goesOn === undefined) this.#tryLater(0); // another tab is at it
    } catch {
      this.#tryLater(0); // the device does not give the texts out; what was sent twice is one update
    } finally {
      this.#isRunning = false;
    }
    if (this.#isAskedAgain) this.run();
  }

  /** @returns {Promise<boolean>} whether to go on with the next one */
  async #sendNext() {
    const item = (await readItems(this.#account)).find((item) => stateOf(item) === 'waiting');
    if (!item) return false;
    this.#show(item.key);
    const text = await uploadPictures(this.#account, item);
    const verdict = 'kind' in text ? text : await attempt(text);
    if (verdict.kind === 'later') {
      this.reason = verdict.reason;
      this.#tryLater(verdict.seconds * 1_000);
      this.#show('');
      return false;
    }
    this.reason = '';
    this.#failures = 0;
    this.sending = '';
    if (verdict.kind === 'sent') {
      await removeItem(this.#account, item.key);
      this.#on.sent(item, verdict.message, verdict.posted);
    } else {
      await changeItem(this.#account, item.key, { objection: verdict.objection });
      this.#on.objected(item, verdict.objection.sentence);
    }
    return true;
  }

  /** @param {number} atLeast ms */
  #tryLater(atLeast) {
    const backoff = Math.min(FIRST_DELAY_MS * 2 ** this.#failures, LONGEST_DELAY_MS);
    this.#failures += 1;
    const patience = Math.min(atLeast, LONGEST_PATIENCE_MS);
    this.#notBefore = performance.now() + patience;
    const delay = Math.max(patience, backoff) * (1 + JITTER * Math.random());
    this.#timer = setTimeout(() => {
      this.#notBefore = 0; // timers may be a moment early
      this.run();
    }, delay);
  }

  get #mustWait() {
    return performance.now() < this.#notBefore;
  }

  /** @param {string} key */
  #show(key) {
    this.sending = key;
    this.#on.changed();
  }
}
