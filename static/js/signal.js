/** Shows the state of the connection: in words in `#wire`, and as `data-state` for CSS. */

import { gettext } from './messages.js';

/** @typedef {'connecting' | 'live' | 'polling' | 'offline' | 'ended'} State */

const BLINK_MS = 2_000; // shorter interruptions are not mentioned

/** @type {Record<State, () => string>} */
const WORDS = {
  connecting: () => gettext('connecting…'),
  live: () => gettext('connected'),
  polling: () => gettext('connected, checking for updates every few seconds'),
  offline: () => gettext('no connection; updates resume when it is back'),
  ended: () => gettext('this page no longer updates by itself'),
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
    if (wait === 0) element.textContent = WORDS[state]();
    else timer = setTimeout(() => (element.textContent = WORDS[state]()), wait);
  };
}
