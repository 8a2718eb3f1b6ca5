/** Owns the connection's life: the socket, polling instead of it, revival, and rest. */

import { watchForGap } from './gap.js';
import { isWithoutOrigin } from './origin.js';
import { openPolling } from './polling.js';
import { openSignal } from './signal.js';
import { openSocket } from './socket.js';

const SILENCE_MS = 35_000; // a heartbeat missed, and time for a slow one: with a look and a blink still below 45 s
const DOUBT_MS = 25_000; // one heartbeat: enough to doubt a line after the page was asleep
const OPENING_MS = 20_000;
const LOOK_MS = 5_000;
const FAILURES_BEFORE_POLLING = 3;
const GRACE_MS = 10 * 60_000; // most corrections are made soon after the end of a visit
const AGAIN_MS = 60_000;

/**
 * @param {HTMLElement} element #wire, which carries `data-cursor`, `data-socket`, and `data-since`, the address for that cursor
 * @param {import('./inbox.js').Inbox} inbox
 * @param {boolean} outlasts the page keeps its line when the visit has ended; others let it go, and look when their reader comes back
 */
export function openWire(element, inbox, outlasts) {
  const say = openSignal(element);
  let failures = 0; // sockets in a row that never said anything
  let isMute = false; // the last socket fell silent: the next is only believed when it speaks
  let heardAt = 0; // of the present socket: its attempt, its opening or its last message
  let reached = true;
  let resting = true;
  let restAt = 0;
  let askedAt = performance.now(); // a page that was just loaded knows all

  const polling = openPolling({
    address: () => sinceAddress(element, inbox.cursor),
    received: inbox.apply,
    asked,
  });
  const lookForGap = watchForGap(inbox, polling);

  const socket = isWithoutOrigin
    ? pollInstead(polling)
    : openSocket(element, {
        attempt() {
          heardAt = performance.now();
          return `${element.dataset.socket}?after=${encodeURIComponent(inbox.cursor)}`;
        },
        opened() {
          heardAt = performance.now();
          // After several failures, too, it is only believed when it speaks: some proxies open and stay mute.
          if (failures < FAILURES_BEFORE_POLLING && !isMute) settle();
        },
        async received(text) {
          heardAt = performance.now();
          failures = 0;
          isMute = false;
          settle();
          const message = JSON.parse(text);
          await inbox.apply(message);
          if (message.cursor && message.content === undefined) lookForGap(message.cursor);
        },
        lost(comesBack) {
          if (resting) return 0;
          failures += 1;
          if (!comesBack || failures >= FAILURES_BEFORE_POLLING) polling.start();
          else say('connecting');
          return failures;
        },
      });

  function settle() {
    if (resting) return;
    polling.stop();
    say('live');
  }

  /** @param {boolean} answered */
  function asked(answered) {
    const isBack = answered && !reached;
    reached = answered;
    say(answered ? 'polling' : 'offline');
    if (isBack && !socket.isOpen()) socket.reopen();
  }

  /** No socket code of any browser tells that a line is dead, so silence has to. */
  function look() {
    if (resting) return;
    const silence = performance.now() - heardAt;
    if (!socket.isOpen() && silence > OPENING_MS) polling.start();
    if (socket.isOpen() ? silence < SILENCE_MS : !socket.isOpening() || silence < OPENING_MS) return;
    if (socket.isOpen()) distrust();
    failures += 1;
    if (!polling.isRunning()) say('connecting');
    socket.reopen();
  }

  /** Until a socket speaks again, nobody knows whether there is a line: what is new is asked for meanwhile. */
  function distrust() {
    isMute = true;
    say('connecting');
    polling.start();
  }

  /** The page was asleep, cached, or off the net: do not wait for the next attempt. */
  function revive() {
    if (resting) return askAgain();
    polling.hurry();
    if (socket.isOpening()) return;
    if (!socket.isOpen() || performance.now() - heardAt > DOUBT_MS) {
      if (!polling.isRunning()) say('connecting');
      socket.reopen();
    } else if (!polling.isRunning()) say('live');
  }

  addEventListener('pageshow', (event) => event.persisted && revive());
  addEventListener('online', revive);
  addEventListener('offline', () => resting || say('offline'));
  document.addEventListener('visibilitychange', () => document.hidden || revive());
  setInterval(look, LOOK_MS);

  if (hasEnded() && !outlasts) rest();
  else start();

  function start() {
    resting = false;
    say('connecting');
    socket.reopen();
  }

  function rest() {
    resting = true;
    polling.stop();
    socket.close();
    say('ended');
  }

  /** What was corrected or withdrawn since must not stand before a reader's eyes for another hour. */
  async function askAgain() {
    if (document.hidden || performance.now() - askedAt < AGAIN_MS) return;
    askedAt = performance.now();
    const message = await polling.once();
    if (message) await inbox.apply(message);
  }

  return {
    /** Lets the line go a while after the end, and takes it up again when the end was none. */
    heard() {
      if (outlasts) return;
      if (hasEnded()) restAt ||= setTimeout(rest, GRACE_MS);
      else {
        clearTimeout(restAt);
        restAt = 0;
        if (resting) start();
      }
    },
  };
}

/** In the place of a socket on a page without an origin, which is refused every one: it asks over HTTP from the start.
 * @param {ReturnType<typeof openPolling>} polling */
const pollInstead = (polling) => ({ isOpen: () => false, isOpening: () => false, close() {}, reopen: polling.start });

const hasEnded = () => document.getElementById('visit-status')?.dataset.status === 'ended';

/** The cursor is the last part of the address: a cache can answer everybody who stands at the same one.
 * @param {HTMLElement} element @param {string} cursor */
function sinceAddress(element, cursor) {
  const address = new URL(element.dataset.since ?? '', location.href);
  address.pathname = address.pathname.replace(/[^/]*$/, cursor);
  return address.href;
}
