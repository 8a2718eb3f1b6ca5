/** Compares each heartbeat with the page's cursor, and fetches what the socket has failed to deliver. */

const WAIT_MS = 3_000; // a message that the heartbeat has overtaken gets this long to arrive

/**
 * @param {import('./inbox.js').Inbox} inbox
 * @param {import('./polling.js').Polling} polling
 * @returns {(heartbeat: string) => void}
 */
export function watchForGap(inbox, polling) {
  let isWaiting = false;

  /** @param {string} heartbeat */
  async function fill(heartbeat) {
    isWaiting = false;
    if (!inbox.isBehind(heartbeat)) return;
    const from = inbox.cursor;
    const message = await polling.once();
    // Of a page that has gone back meanwhile (`Inbox.rejoin`) this answer would skip something.
    if (message === null || inbox.isBehind(from)) return;
    await inbox.apply(message);
    // The server was asked after the heartbeat, so nothing visible lies between the answer and the heartbeat.
    if (!message.reload) inbox.advance(heartbeat);
  }

  return (heartbeat) => {
    if (isWaiting || !inbox.isBehind(heartbeat)) return;
    isWaiting = true;
    // With jitter, because a gap that one reader has every reader may have.
    setTimeout(fill, WAIT_MS * (1 + Math.random()), heartbeat);
  };
}
