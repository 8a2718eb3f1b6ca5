/**
 * Saves the text of one form at the server two seconds after it has changed, and again until the server has it. While nothing is
 * typed here, looks whether another device has gone on with it.
 */

import { saveAtServer } from './autosave-request.js';

/** @typedef {import('./autosave-request.js').Text} Text */
/** @typedef {import('./autosave-request.js').Verdict} Verdict */
/** @typedef {import('./autosave-request.js').Wording} Wording */

const SAVE_MS = 2_000;
const LOOK_MS = 10_000;
const RETRY_MS = [3_000, 5_000, 10_000, 20_000];

/**
 * `still`: the server has the text. `waiting`: it gets it in a moment. `sending`: it is under way. `behind`: it did not
 * get through, and is sent again later. `refused`: nothing is sent before the text changes. `halted`: nothing is sent
 * before the reporter has decided what the text is to be, see `restart`. `over`: it was sent or discarded elsewhere.
 * @typedef {'still' | 'waiting' | 'sending' | 'behind' | 'refused' | 'halted' | 'over'} State
 */

/** @type {Record<'both' | 'ended' | 'refused', State>} */
const ENDS = { both: 'halted', ended: 'over', refused: 'refused' };

export class Autosave {
  #on;
  /** @type {State} */ #state = 'still';
  #timer = 0;
  #failures = 0;
  #round = 0; // what is under way for an earlier text tells nothing about the present one
  #isChanged = false; // since what is under way left
  #isCut = false; // the last attempt found no connection
  #isLooking = false;

  /** The version at the server that the text was written over; 0 when the server does not have it yet. */
  version = 0;

  /**
   * @param {object} on
   * @param {() => Omit<Text, 'version'> | null} on.text what to save; nothing when the form is gone
   * @param {() => boolean} on.isHeld whether to wait for what becomes of the form
   * @param {(state: State, isConnected: boolean) => void} on.state as far as is known, whether the server can be reached
   * @param {(verdict: Verdict) => void} on.verdict
   * @param {(wording: Wording, isTyped: boolean) => void} on.other another device has gone on; `isTyped` where this one has words of its own
   */
  constructor(on) {
    this.#on = on;
    addEventListener('online', () => this.#hurry());
    addEventListener('offline', () => this.#state === 'still' || this.#become(this.#state));
    document.addEventListener('visibilitychange', () => document.hidden || this.#hurry());
    addEventListener('focus', () => this.#look());
    setInterval(() => this.#look(), LOOK_MS);
  }

  /** The text has changed. */
  touch() {
    this.#isChanged = true;
    if (this.#state === 'still' || this.#state === 'refused') this.#wait(SAVE_MS);
  }

  /** Sends what the server does not have yet, now: the page is going. */
  flush() {
    if (this.#state === 'waiting' || this.#state === 'behind') this.#send({ keepalive: true });
  }

  /** Goes on with a text of which the server has this version.
   * @param {number} version */
  restart(version) {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.version = version;
    this.#failures = 0;
    this.#isCut = false;
    this.#state = 'still';
  }

  /** There is reason to hope. */
  #hurry() {
    if (this.#state === 'behind') this.#wait(0);
    else this.#look();
  }

  /** Whoever comes back to this device finds what was written on the other one, and is asked only about words of both. */
  async #look() {
    const [state, round] = [this.#state, this.#round];
    const isOpen = state === 'still' || state === 'halted';
    const text = isOpen && this.version > 0 && !document.hidden && navigator.onLine ? this.#on.text() : null;
    if (!text || this.#isLooking || this.#on.isHeld()) return;
    this.#isLooking = true;
    this.#isChanged = false;
    const verdict = await saveAtServer({ ...text, version: this.version });
    this.#isLooking = false;
    if (round !== this.#round || state !== this.#state || this.#isChanged) return; // typed meanwhile: it is saved anyway
    if (verdict.kind === 'both') this.#on.other(verdict.wording, state === 'halted');
    else if (verdict.kind === 'ended' && state === 'still') {
      this.#settle(verdict);
      this.#on.verdict(verdict);
    }
  }

  /** @param {number} delay */
  #wait(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), delay);
    this.#become(this.#failures > 0 ? 'behind' : 'waiting');
  }

  /** @param {{keepalive?: boolean}} [options] */
  async #send(options) {
    clearTimeout(this.#timer);
    if (this.#on.isHeld()) return this.#wait(SAVE_MS);
    const text = this.#on.text();
    if (!text) return;
    const round = this.#round;
    this.#isChanged = false;
    this.#become('sending');
    const verdict = await saveAtServer({ ...text, version: this.version }, options);
    if (round !== this.#round) return;
    this.#settle(verdict);
    this.#on.verdict(verdict);
  }

  /** @param {Verdict} verdict */
  #settle(verdict) {
    this.#isCut = verdict.kind === 'later' && verdict.isUnreached;
    if (verdict.kind === 'saved') {
      this.version = verdict.version;
      this.#failures = 0;
      this.#become('still');
      if (this.#isChanged) this.#wait(SAVE_MS);
    } else if (verdict.kind === 'later' || verdict.kind === 'away') {
      const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
      this.#failures += 1;
      this.#wait(Math.max(delay, verdict.kind === 'later' ? verdict.seconds * 1_000 : 0));
    } else this.#become(ENDS[verdict.kind]);
  }

  /** @param {State} state */
  #become(state) {
    this.#state = state;
    this.#on.state(state, navigator.onLine && !this.#isCut);
  }
}
