/** Owns the reader's cursor, and the one way in which a message changes the page, whichever road it came by. */

import { htmx } from './htmx.js';
import { keepPlace } from './place.js';
import { askForReload } from './reload.js';

// What the head says to search engines and networks, of the page as it was loaded.
const DESCRIPTIONS =
  'script[type="application/ld+json"], meta[name=description], meta[property="og:title"], meta[property="og:description"], meta[property="og:image:alt"]';

/** @typedef {{cursor?: string, content?: string, reload?: boolean}} Message */
/** @typedef {{type: string, target: Element | null, fragment: DocumentFragment, swapSpec: {style: string}}} Task a swap htmx is about to make */
/** @typedef {ReturnType<typeof openInbox>} Inbox */

/**
 * @param {HTMLElement} wire carries `data-cursor`, the position the page was rendered at
 * @param {{before: (tasks: Task[]) => boolean, after: () => void}} page `before` says whether new updates will be seen at once
 */
export function openInbox(wire, page) {
  const own = () => wire.dataset.cursor ?? '';

  let keep = () => {};

  wire.addEventListener('htmx:before:swap', (event) => {
    const showsNew = page.before(/** @type {CustomEvent} */ (event).detail.tasks);
    keep = keepPlace(showsNew);
  });

  /** @param {string} content */
  async function swap(content) {
    // htmx makes these swaps before it first waits, so nothing is painted between them and the two calls below.
    const done = htmx.swap({ sourceElement: wire, target: wire, swap: 'none', text: content, transition: false });
    page.after();
    keep();
    await done;
  }

  return {
    get cursor() {
      return own();
    },

    /** Whether `cursor` is ahead of the page: a message was missed, or is still on its way.
     * @param {string} cursor */
    isAhead: (cursor) => sequenceOf(cursor) > sequenceOf(own()),

    /** Takes the server's word that nothing visible lies between the page and `cursor`.
     * @param {string} cursor */
    advance(cursor) {
      if (epochOf(cursor) === epochOf(own()) && sequenceOf(cursor) > sequenceOf(own())) wire.dataset.cursor = cursor;
    },

    /** @param {Message} message */
    async apply({ cursor, content, reload }) {
      if (reload) return askForReload(wire);
      if (!cursor) return;
      if (epochOf(cursor) !== epochOf(own())) return askForReload(wire);
      // A heartbeat must not move the cursor: the message it announces may still be on its way.
      if (content === undefined || sequenceOf(cursor) <= sequenceOf(own())) return;
      wire.dataset.cursor = cursor;
      // They may hold words that were withdrawn since; whoever wants them asks the server.
      for (const description of document.querySelectorAll(DESCRIPTIONS)) description.remove();
      // A fragment that cannot be applied would fail again on every return: only a fresh page helps.
      await swap(content).catch(() => askForReload(wire));
    },
  };
}

/** @param {string} cursor */
const epochOf = (cursor) => cursor.slice(0, cursor.lastIndexOf(':'));

/** @param {string} cursor */
const sequenceOf = (cursor) => Number(cursor.slice(cursor.lastIndexOf(':') + 1));
