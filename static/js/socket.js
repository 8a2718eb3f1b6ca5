/** Owns the websocket, by htmx's hx-ws: it opens, backs off and reopens; we say where to, how long, and take what comes. */

import { htmx } from './htmx.js';

const SETTINGS = {
  // 1000 is what a handler that returns says, and what hx-ws itself says when the page goes into the back/forward cache.
  reconnectCodes: [1000, 1001, 1005, 1006, 1011, 1012, 1013, 1014],
  reconnectDelay: 1_000,
  reconnectMaxDelay: 30_000,
  reconnectJitter: 0.5, // after a restart everybody comes back
  pauseOnBackground: false, // the tab's title counts what arrives while nobody looks
};

/**
 * @param {HTMLElement} element
 * @param {object} on
 * @param {() => string} on.attempt called at the start of every attempt; answers the address, because the cursor in it moves
 * @param {() => void} on.opened
 * @param {(text: string) => Promise<void>} on.received
 * @param {(comesBack: boolean) => number} on.lost answers with how many attempts in a row came to nothing
 */
export function openSocket(element, { attempt, opened, received, lost }) {
  /** @type {any} */
  let connection = null;

  element.addEventListener('htmx:ws:before:connection', (event) => {
    connection = detailOf(event).connection;
    // A getter, because hx-ws comes back to a connection without asking again.
    Object.defineProperty(connection, 'url', { get: () => socketAddress(attempt()), configurable: true });
    keepQuiet(connection);
  });
  element.addEventListener('htmx:ws:after:connection', opened);
  element.addEventListener('htmx:ws:before:message:incoming', (event) => {
    event.preventDefault(); // hx-ws would swap it without a look at cursor, place and count
    const { message, waitUntil } = detailOf(event);
    waitUntil(message.text().then(received));
  });
  element.addEventListener('htmx:ws:close', (event) => {
    const { connection, reason, code } = detailOf(event);
    if (reason !== 'closed') return;
    const failures = lost(SETTINGS.reconnectCodes.includes(code));
    // hx-ws forgets its attempts as soon as a socket opens: a full house that opens and closes would be asked every second.
    connection.attempt = Math.max(connection.attempt, failures - 1);
  });

  // hx-ws would end one that is only being opened as well, which browsers write to the console as an error; they drop it anyway.
  addEventListener(
    'pagehide',
    () => {
      if (connection?.socket?.readyState === WebSocket.CONNECTING) connection.socket = null;
    },
    { capture: true },
  );

  element.setAttribute('hx-swap', 'none');
  element.setAttribute('hx-config', JSON.stringify({ ws: SETTINGS }));

  return {
    isOpen: () => connection?.socket?.readyState === WebSocket.OPEN,
    isOpening: () => connection?.socket?.readyState === WebSocket.CONNECTING,

    /** Ends it until it is opened anew. */
    close() {
      if (!connection) return;
      connection.config.reconnect = false;
      clearTimeout(connection.timer);
      connection.socket?.close();
      element.removeAttribute('hx-ws:connect');
    },

    /** Starts anew at once, whatever state the last socket is in. */
    reopen() {
      // Not before: htmx connects by itself whatever carries this. Any address will do: the getter above has the last word.
      element.setAttribute('hx-ws:connect', location.pathname);
      htmx.process(element, true);
    },
  };
}

/**
 * A failed attempt is everyday life, and `close` follows with all there is to know; hx-ws would write it to the console
 * as an error. Whoever listens to a socket first may stop the event.
 * @param {any} connection
 */
function keepQuiet(connection) {
  let { socket } = connection;
  Object.defineProperty(connection, 'socket', {
    configurable: true,
    get: () => socket,
    set(next) {
      socket = next;
      next?.addEventListener('error', (/** @type {Event} */ event) => event.stopImmediatePropagation());
    },
  });
}

/** @param {Event} event */
const detailOf = (event) => /** @type {CustomEvent} */ (event).detail;

/** @param {string} path */
const socketAddress = (path) => new URL(path, location.href.replace(/^http/, 'ws')).href;
