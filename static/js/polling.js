/** Polls `/live/<slug>/since/<cursor>` over HTTP while there is no WebSocket. */

/** @typedef {import('./inbox.js').Message} Message */
/** @typedef {'answered' | 'signed out' | 'refused' | 'gone' | 'unreached'} Outcome only the desk's address asks for a sign-in, or refuses an account */
/** @typedef {{outcome: Outcome, message?: Message, seconds?: number, reason?: string}} Answer `seconds` is when the server wants to be asked again, 0 if it does not say; `reason` is its sentence */

const DEFAULT_SECONDS = 10;
const LONGEST_SECONDS = 60;
const AFTER_FAILURE_SECONDS = 5;
const JITTER = 0.1;
const TIMEOUT_MS = 15_000;

/**
 * @typedef {object} PollingEvents
 * @property {() => string} address
 * @property {(message: Message) => Promise<void>} received
 * @property {(outcome: Outcome, reason: string) => void} polled
 */

export class Polling {
  #isRunning = false;
  #timer = 0;
  #failures = 0;
  #round = 0; // the answer to an older request, or one that arrives after stop(), is dropped
  #on;

  /** @param {PollingEvents} on */
  constructor(on) {
    this.#on = on;
  }

  get isRunning() {
    return this.#isRunning;
  }

  start() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#failures = 0;
    this.#poll();
  }

  stop() {
    this.#isRunning = false;
    this.#round += 1;
    clearTimeout(this.#timer);
  }

  /** Polls now instead of at the scheduled time. */
  hurry() {
    if (this.#isRunning) this.#poll();
  }

  /**
   * Polls a single time, whether or not polling is running.
   * @returns {Promise<Message | null>} empty when nothing is new, null when the server could not be reached
   */
  async once() {
    const { outcome, message } = await request(this.#on.address());
    if (outcome === 'gone') return { reload: true };
    return outcome === 'answered' ? (message ?? {}) : null;
  }

  async #poll() {
    const round = ++this.#round;
    clearTimeout(this.#timer);
    const answer = await request(this.#on.address());
    if (round !== this.#round) return;
    if (answer.message) await this.#on.received(answer.message);
    if (round !== this.#round) return;
    this.#failures = answer.outcome === 'answered' ? 0 : this.#failures + 1;
    this.#on.polled(answer.outcome, answer.reason ?? '');
    if (round === this.#round) this.#timer = setTimeout(() => this.#poll(), this.#pause(answer.seconds) * 1_000);
  }

  /** @param {number} [advised] */
  #pause(advised) {
    const seconds = this.#failures ? AFTER_FAILURE_SECONDS * 2 ** (this.#failures - 1) : advised || DEFAULT_SECONDS;
    return Math.min(Math.max(1, seconds), LONGEST_SECONDS) * (1 + JITTER * (2 * Math.random() - 1));
  }
}

/**
 * @param {string} address
 * @returns {Promise<Answer>}
 */
async function request(address) {
  try {
    const response = await fetch(address, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 204) return { outcome: 'answered', seconds: Number(response.headers.get('Poll-After')) };
    if (response.status === 410) return { outcome: 'answered', message: { reload: true } };
    if (response.status === 401) return { outcome: 'signed out' };
    if (response.status === 403) return { outcome: 'refused', reason: await response.text() };
    if (response.status === 404) return { outcome: 'gone', reason: await response.text() };
    if (!response.ok) return { outcome: 'unreached' };
    const message = await response.json();
    return { outcome: 'answered', message, seconds: Number(message.next_seconds) };
  } catch {
    return { outcome: 'unreached' };
  }
}
