/** Keeps the page up to date: over a WebSocket, over HTTP while there is none, and not at all after the visit has ended. */

import { watchForGap } from './gap.js';
import { isWithoutOrigin } from './origin.js';
import { Polling } from './polling.js';
import { openSignal } from './signal.js';
import { Socket } from './socket.js';

/** @typedef {import('./polling.js').Outcome} Outcome */
/** @typedef {import('./signal.js').State} State */

const SILENCE_MS = 35_000; // one missed heartbeat and some delay: with a look and a blink still below 45 s
const DOUBT_MS = 25_000; // one heartbeat: after the page was asleep, enough to distrust the socket
const OPENING_MS = 20_000;
const LOOK_MS = 5_000;
const FAILURES_BEFORE_POLLING = 3;
const GRACE_MS = 10 * 60_000; // most corrections are made soon after the end of a visit
const CATCH_UP_MS = 60_000;

/**
 * The states are those that `#wire[data-state]` shows:
 *   connecting: opens a socket, or waits for the next attempt
 *   live:       the socket delivers
 *   polling:    no socket for now; asks over HTTP, and goes on trying to open one
 *   offline:    the server cannot be reached
 *   ended:      the visit has ended; no connection, one request when the reader comes back
 */
export class Wire {
  /** @type {State} */
  #state = 'connecting';
  #isDoubted = false; // the last socket fell silent: the next one counts as live only after its first message
  #isReachable = true; // the answer of the last poll
  #endTimer = 0;
  #caughtUpAt = performance.now(); // a page that has just loaded is up to date
  #inbox;
  #outlasts;
  #shut;
  #show;
  #polling;
  #socket;
  #lookForGap;

  /**
   * @param {HTMLElement} element `#wire`, with `data-socket`, and `data-since`, the address for the page's first cursor
   * @param {import('./inbox.js').Inbox} inbox
   * @param {{outlasts: boolean, shut?: (outcome: Outcome | '', reason: string) => void}} options `outlasts`: stays connected after the
   *   visit has ended; `shut`: hears that the server lets the page in no more, and with which sentence; or, with '', that it does
   */
  constructor(element, inbox, { outlasts, shut = () => {} }) {
    this.#inbox = inbox;
    this.#outlasts = outlasts;
    this.#shut = shut;
    this.#show = openSignal(element);
    this.#polling = new Polling({
      address: () => sinceAddress(element, inbox.cursor),
      received: (message) => inbox.apply(message),
      polled: (outcome, reason) => this.#polled(outcome, reason),
    });
    this.#lookForGap = watchForGap(inbox, this.#polling);
    this.#socket = isWithoutOrigin ? pollOnly(this.#polling) : this.#makeSocket(element);
    this.#listen();
    if (hasEnded() && !outlasts) this.#end();
    else this.#start();
  }

  /** Call after every message: disconnects some time after the visit has ended, and reconnects if it goes on after all. */
  followStatus() {
    if (this.#outlasts) return;
    if (hasEnded()) this.#endTimer ||= setTimeout(() => this.#end(), GRACE_MS);
    else {
      clearTimeout(this.#endTimer);
      this.#endTimer = 0;
      if (this.#hasEnded) this.#start();
    }
  }

  /** Asks anew for everything after the page's cursor, which has moved back. */
  restart() {
    if (this.#hasEnded) this.#catchUp();
    else if (this.#polling.isRunning) this.#polling.hurry();
    if (this.#socket.state === 'open' || this.#socket.state === 'opening') this.#socket.open();
  }

  /** Connects anew: the addresses on the page have changed. */
  reconnect() {
    this.#polling.stop();
    this.#start();
  }

  get #hasEnded() {
    return this.#state === 'ended';
  }

  /** @param {HTMLElement} element */
  #makeSocket(element) {
    return new Socket({
      address: () => socketAddress(element, this.#inbox.cursor),
      opened: () => this.#opened(),
      received: (text) => this.#received(text),
      lost: (willReconnect) => this.#lost(willReconnect),
    });
  }

  #listen() {
    addEventListener('pageshow', (event) => event.persisted && this.#revive());
    addEventListener('online', () => this.#revive());
    addEventListener('offline', () => this.#hasEnded || this.#enter('offline'));
    document.addEventListener('visibilitychange', () => document.hidden || this.#revive());
    setInterval(() => this.#look(), LOOK_MS);
  }

  /** @param {State} state */
  #enter(state) {
    this.#state = state;
    this.#show(state);
  }

  #start() {
    this.#enter('connecting');
    this.#socket.open();
  }

  #end() {
    this.#polling.stop();
    this.#socket.close();
    this.#enter('ended');
  }

  #opened() {
    // Some proxies accept a socket and deliver nothing: after failures only a message proves that it works.
    if (this.#socket.failures < FAILURES_BEFORE_POLLING && !this.#isDoubted) this.#goLive();
  }

  /** @param {string} text */
  async #received(text) {
    this.#isDoubted = false;
    this.#goLive();
    const message = JSON.parse(text);
    await this.#inbox.apply(message);
    if (message.cursor && message.content === undefined) this.#lookForGap(message.cursor);
  }

  /** @param {boolean} willReconnect */
  #lost(willReconnect) {
    if (!willReconnect || this.#socket.failures >= FAILURES_BEFORE_POLLING) this.#polling.start();
    else this.#enter('connecting');
  }

  #goLive() {
    this.#shut('', '');
    this.#polling.stop();
    this.#enter('live');
  }

  /** @param {Outcome} outcome @param {string} reason */
  #polled(outcome, reason) {
    // The visit was taken from readers: their page is loaded again, and says so. At the desk it is followed elsewhere.
    if (outcome === 'gone' && !this.#outlasts) this.#inbox.apply({ reload: true });
    const answered = outcome === 'answered';
    if (answered) this.#shut('', '');
    else if (outcome !== 'unreached') this.#shut(outcome, reason);
    const isBack = answered && !this.#isReachable;
    this.#isReachable = answered;
    this.#enter(answered ? 'polling' : 'offline');
    if (isBack && this.#socket.state !== 'open') this.#socket.open();
  }

  /** No browser reports a dead connection to the page: silence is the only sign of one. */
  #look() {
    if (this.#hasEnded) return;
    const { state, silence } = this.#socket;
    if (state !== 'open' && silence > OPENING_MS) this.#polling.start();
    if (state === 'open' && silence >= SILENCE_MS) this.#doubt();
    else if (state !== 'opening' || silence < OPENING_MS) return;
    if (!this.#polling.isRunning) this.#enter('connecting');
    this.#socket.replace();
  }

  #doubt() {
    this.#isDoubted = true;
    this.#enter('connecting');
    this.#polling.start();
  }

  /** The page was asleep, cached or offline: reconnects now instead of at the next attempt. */
  #revive() {
    if (this.#hasEnded) {
      if (!document.hidden && performance.now() - this.#caughtUpAt >= CATCH_UP_MS) this.#catchUp();
      return;
    }
    this.#polling.hurry();
    const { state, silence } = this.#socket;
    if (state === 'opening') return;
    const isDead = state !== 'open' || silence > DOUBT_MS;
    if (!this.#polling.isRunning) this.#enter(isDead ? 'connecting' : 'live');
    if (isDead) this.#socket.open();
  }

  /** After the end of the visit as well, no reader may keep seeing what has been corrected or withdrawn. */
  async #catchUp() {
    this.#caughtUpAt = performance.now();
    const message = await this.#polling.once();
    if (message) await this.#inbox.apply(message);
  }
}

/**
 * Stands in for the socket on a page without an origin, whose every handshake the server refuses.
 * @param {Polling} polling
 * @returns {Pick<Socket, 'state' | 'silence' | 'failures' | 'open' | 'replace' | 'close'>}
 */
function pollOnly(polling) {
  const open = () => polling.start();
  return { state: 'closed', silence: 0, failures: 0, open, replace: open, close() {} };
}

const hasEnded = () => document.getElementById('visit-status')?.dataset.status === 'ended';

/**
 * A page of the desk says so where it watches what readers do, and which update it edits.
 * @param {HTMLElement} element
 * @param {string} cursor
 */
function socketAddress({ dataset: { socket, from, editing } }, cursor) {
  const address = new URL(socket ?? '', location.href);
  for (const [name, value] of Object.entries({ after: cursor, from, editing })) {
    if (value) address.searchParams.set(name, value);
  }
  return address.pathname + address.search;
}

/**
 * The cursor is the last part of the address, so that a cache can answer everybody who has the same cursor.
 * @param {HTMLElement} element
 * @param {string} cursor
 */
function sinceAddress(element, cursor) {
  const address = new URL(element.dataset.since ?? '', location.href);
  address.pathname = address.pathname.replace(/[^/]*$/, cursor);
  return address.href;
}
