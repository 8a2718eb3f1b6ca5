/** Owns the words about the connection, in #wire and in `data-state` for CSS. */

/** @typedef {'connecting' | 'live' | 'polling' | 'offline' | 'ended'} State */

const BLINK_MS = 2_000; // a shorter interruption is not worth a word

/** @type {Record<State, string>} */
const WORDS = {
  connecting: 'connecting…',
  live: 'connected',
  polling: 'connected, looking for news every few seconds',
  offline: 'no connection: news will come when it is back',
  ended: 'this page no longer changes by itself',
};

/**
 * @param {HTMLElement} element
 * @returns {(state: State) => void}
 */
export function openSignal(element) {
  /** @type {State | undefined} */
  let shown;
  let timer = 0;

  return (state) => {
    if (state === shown) return;
    const wait = shown === 'live' && state === 'connecting' ? BLINK_MS : 0;
    shown = state;
    element.dataset.state = state;
    clearTimeout(timer);
    if (wait === 0) element.textContent = WORDS[state];
    else timer = setTimeout(() => (element.textContent = WORDS[state]), wait);
  };
}
