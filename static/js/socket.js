/** A WebSocket that reconnects with exponential backoff and jitter, until it is closed or the server refuses it for good. */

// 1000 is what a server's handler sends when it returns.
const RECONNECT_CODES = [1000, 1001, 1005, 1006, 1011, 1012, 1013, 1014];
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const JITTER = 0.5; // as a share of the delay, either way: after a restart every reader reconnects

/**
 * idle: not opened yet · opening: waits for the handshake · open · waiting: lost, the next attempt is scheduled ·
 * closed: closed by the page, or by the server with a code that forbids another attempt
 * @typedef {'idle' | 'opening' | 'open' | 'waiting' | 'closed'} SocketState
 */

/**
 * @typedef {object} SocketEvents
 * @property {() => string} address where to connect; asked before every attempt, because the cursor in it moves
 * @property {() => void} opened
 * @property {(text: string) => void} received
 * @property {(willReconnect: boolean) => void} lost
 */

export class Socket {
  /** Sockets in a row that were lost before they delivered a message. */
  failures = 0;

  /** @type {SocketState} */
  #state = 'idle';
  /** @type {WebSocket | null} */
  #socket = null;
  #timer = 0;
  #heardAt = 0;
  #on;

  /** @param {SocketEvents} on */
  constructor(on) {
    this.#on = on;
    addEventListener('pagehide', () => this.#leave());
  }

  get state() {
    return this.#state;
  }

  /** Milliseconds since the last message of the present socket, or since it opened, or since the attempt began. */
  get silence() {
    return performance.now() - this.#heardAt;
  }

  /** Connects now, dropping whatever connection or scheduled attempt there is. */
  open() {
    this.#drop();
    this.#state = 'opening';
    this.#heardAt = performance.now();
    const socket = new WebSocket(new URL(this.#on.address(), location.href.replace(/^http/, 'ws')));
    this.#socket = socket;
    this.#listen(socket, 'open', () => this.#opened());
    this.#listen(socket, 'message', ({ data }) => this.#received(data));
    this.#listen(socket, 'close', ({ code }) => this.#lost(RECONNECT_CODES.includes(code)));
  }

  /** Gives up on a socket that has fallen silent, and connects again. */
  replace() {
    this.failures += 1;
    this.open();
  }

  close() {
    this.#drop();
    this.#state = 'closed';
  }

  /**
   * Events of a socket that was dropped meanwhile are ignored.
   * @template {keyof WebSocketEventMap} Name
   * @param {WebSocket} socket
   * @param {Name} name
   * @param {(event: WebSocketEventMap[Name]) => void} act
   */
  #listen(socket, name, act) {
    socket.addEventListener(name, (event) => {
      if (socket === this.#socket) act(event);
    });
  }

  #opened() {
    this.#state = 'open';
    this.#heardAt = performance.now();
    this.#on.opened();
  }

  /** @param {string} text */
  #received(text) {
    this.failures = 0;
    this.#heardAt = performance.now();
    this.#on.received(text);
  }

  /** @param {boolean} willReconnect */
  #lost(willReconnect) {
    this.#socket = null;
    // Counted here and not at `open`: a full server that accepts sockets only to close them (1013) is spared as well.
    this.failures += 1;
    if (willReconnect) this.#wait();
    else this.#state = 'closed';
    this.#on.lost(willReconnect);
  }

  /** An open socket keeps a page out of the back/forward cache. One that is only opening is left to the browser, which drops it without an error. */
  #leave() {
    if (this.#state !== 'open') return;
    this.#drop();
    this.#wait();
  }

  #wait() {
    this.#state = 'waiting';
    this.#timer = setTimeout(() => this.open(), delayAfter(this.failures));
  }

  #drop() {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

/** @param {number} failures */
function delayAfter(failures) {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1), LONGEST_DELAY_MS);
  return delay * (1 + JITTER * (2 * Math.random() - 1));
}
