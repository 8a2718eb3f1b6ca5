/** Remembers, on this device alone, how far a reader has seen a visit and when; knows what was missed while the reader was away. */

const AWAY_MS = 10 * 60_000; // who looks away for less remembers
const BRIEFLY_MS = 60_000; // but not what came meanwhile
const CATCHING_UP_MS = 60_000; // what comes within this of the return was missed, what comes later was not

/** @typedef {{epoch: string, number: number, at: number}} Seen the newest update that was on the page, and when it was looked at */
/** @typedef {Seen & {until?: number, isRead?: boolean}} Absence what came after the update `number`, up to `until`, was missed; `isRead` once its mark was in view */

/**
 * @param {string} name of this view of the visit: what one filter shows says nothing about what another shows
 * @param {string} epoch of the visit's log: when it begins again, so do its numbers
 */
export function lastAbsence(name, epoch) {
  const [ofTab, unread] = [() => sessionStorage, () => localStorage].map((storage) =>
    read(storage, absenceKey(name), epoch),
  );
  return /** @type {Absence | undefined} */ (ofTab ?? unread);
}

/** The mark was in view: the next absence gets its own. This tab still shows it.
 * @param {string} name @param {string} epoch as above */
export function noteRead(name, epoch) {
  const absence = lastAbsence(name, epoch);
  if (!absence || absence.isRead) return;
  write(() => sessionStorage, absenceKey(name), { ...absence, isRead: true });
  remove(() => localStorage, absenceKey(name));
}

/**
 * @param {string} name @param {string} epoch as above
 * @param {object} page
 * @param {() => number} page.newestSeen the number of the newest update that can be seen, 0 when there is none
 * @param {() => number} page.newest the same with those that wait
 */
export function watchAbsence(name, epoch, { newestSeen, newest }) {
  let seen = read(() => localStorage, seenKey(name), epoch);
  let absence = lastAbsence(name, epoch);
  let closing = 0;
  /** @type {Seen | undefined} */
  let left; // where a reader was before a brief absence that has only just ended

  /** @param {Absence} next */
  function keep(next) {
    absence = next;
    write(() => sessionStorage, absenceKey(name), next);
    if (!next.isRead) write(() => localStorage, absenceKey(name), next);
  }

  /** Who has not come as far as the last mark yet finds it where it was, and below it what came since.
   * @param {Seen} from */
  function beginAt(from) {
    left = undefined;
    const isUnread =
      absence && !absence.isRead && from.number > absence.number && (absence.until ?? Infinity) > absence.number;
    keep(absence && isUnread ? { ...absence, until: undefined } : from);
    begin();
  }

  function begin() {
    clearTimeout(closing);
    closing = setTimeout(() => absence && keep({ ...absence, until: newest() }), CATCHING_UP_MS);
  }

  if (absence && absence.until === undefined) begin();

  return {
    /** Call whenever the page may be looked at again, and now and then while it is.
     * @returns {Absence | undefined} the last one */
    notice() {
      if (document.hidden) return absence;
      absence = lastAbsence(name, epoch) ?? absence;
      const now = Date.now();
      if (seen && seen.number > 0 && now - seen.at >= BRIEFLY_MS) {
        left = seen;
        setTimeout(() => (left = undefined), CATCHING_UP_MS);
        if (now - seen.at >= AWAY_MS) beginAt(seen);
      }
      if (left && newest() > left.number) beginAt(left);
      seen = { epoch, number: newestSeen(), at: now };
      write(() => localStorage, seenKey(name), seen);
      return absence;
    },
  };
}

/** @param {string} name */
const seenKey = (name) => `dateline:seen:${name}`;

/** @param {string} name */
const absenceKey = (name) => `dateline:absence:${name}`;

/** Where nothing may be kept, nothing is remembered.
 * @param {() => Storage} storage @param {string} key @param {string} epoch @returns {Seen | undefined} */
function read(storage, key, epoch) {
  try {
    const kept = JSON.parse(storage().getItem(key) ?? 'null');
    return kept?.epoch === epoch && isSound(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Another script, or another version of this one, may have written anything.
 * @param {Record<string, unknown>} kept */
function isSound({ number, at, until }) {
  const isMoment = typeof at === 'number' && !Number.isNaN(new Date(at).valueOf());
  return Number.isInteger(number) && isMoment && (until === undefined || Number.isInteger(until));
}

/** @param {() => Storage} storage @param {string} key */
function remove(storage, key) {
  try {
    storage().removeItem(key);
  } catch {
    // Blocked.
  }
}

/** @param {() => Storage} storage @param {string} key @param {Seen | Absence} value */
function write(storage, key, value) {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // Blocked, or full.
  }
}
