/** Asks for what came after the cursor over HTTP, for as long as the socket cannot be had. */

/** @typedef {import('./inbox.js').Message} Message */

const DEFAULT_SECONDS = 10;
const MOST_SECONDS = 60;
const AFTER_FAILURE_SECONDS = 5;
const TIMEOUT_MS = 15_000;

/**
 * @param {object} on
 * @param {() => string} on.address
 * @param {(message: Message) => Promise<void>} on.received
 * @param {(answered: boolean) => void} on.asked
 */
export function openPolling({ address, received, asked }) {
  let running = false;
  let timer = 0;
  let failures = 0;
  let turn = 0; // an answer that comes after stop() or after a newer question starts nothing

  async function round() {
    const mine = ++turn;
    clearTimeout(timer);
    const answer = await ask(address());
    if (answer?.message) await received(answer.message);
    failures = answer ? 0 : failures + 1;
    if (!running || mine !== turn) return;
    asked(answer !== null);
    timer = setTimeout(round, pause(answer?.seconds) * 1_000);
  }

  /** @param {number} [advised] */
  function pause(advised) {
    const seconds = failures ? AFTER_FAILURE_SECONDS * 2 ** (failures - 1) : advised || DEFAULT_SECONDS;
    return Math.min(Math.max(1, seconds), MOST_SECONDS) * (0.9 + Math.random() / 5);
  }

  return {
    isRunning: () => running,

    start() {
      if (running) return;
      running = true;
      failures = 0;
      round();
    },

    stop() {
      running = false;
      clearTimeout(timer);
    },

    /** Asks now instead of later. */
    hurry() {
      if (running) round();
    },

    /** Asks a single time, beside a socket that seems to have missed something.
     * @returns {Promise<Message | null>} empty when nothing is new, null when the server could not be reached */
    async once() {
      const answer = await ask(address());
      return answer && (answer.message ?? {});
    },
  };
}

/**
 * @param {string} address
 * @returns {Promise<{message: Message | null, seconds: number} | null>} null when there was no usable answer
 */
async function ask(address) {
  try {
    const response = await fetch(address, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 204) return { message: null, seconds: Number(response.headers.get('Poll-After')) };
    if (response.status === 410) return { message: { reload: true }, seconds: 0 };
    if (!response.ok) return null;
    const message = await response.json();
    return { message, seconds: Number(message.next_seconds) };
  } catch {
    return null;
  }
}
