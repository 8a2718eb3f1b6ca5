/** Notices from a heartbeat that a message never came, and fetches it. */

const WAIT_MS = 3_000; // a message that the heartbeat overtook gets this long

/**
 * @param {import('./inbox.js').Inbox} inbox
 * @param {ReturnType<typeof import('./polling.js').openPolling>} polling
 * @returns {(heartbeat: string) => void}
 */
export function watchForGap(inbox, polling) {
  let waiting = false;

  /** @param {string} cursor */
  async function fill(cursor) {
    waiting = false;
    if (!inbox.isAhead(cursor)) return;
    const message = await polling.once();
    if (message === null) return;
    await inbox.apply(message);
    // The server knew of nothing more when it was asked, and it was asked after the heartbeat.
    if (!message.reload) inbox.advance(cursor);
  }

  return (cursor) => {
    if (waiting || !inbox.isAhead(cursor)) return;
    waiting = true;
    // Spread, because a gap that one reader has, every reader may have.
    setTimeout(fill, WAIT_MS * (1 + Math.random()), cursor);
  };
}
