/** Remembers, on this device only, how far a reader has seen a visit and when; works out what came while the reader was away. */

const AWAY_MS = 10 * 60_000; // an absence; a reader who looks away for less remembers where the page was
const BRIEFLY_MS = 60_000; // an absence too, if something came meanwhile
const CATCHING_UP_MS = 60_000; // what arrives within this of the return was missed, what arrives later was not

/** @typedef {{epoch: string, number: number, at: number}} Seen the newest update that was on the page, and when it was looked at */
/** @typedef {Seen & {until?: number, isRead?: boolean}} Absence what came after update `number`, up to `until`, was missed; `isRead` once its mark was in view */

/**
 * The absence that this tab marks, or another tab has marked and nobody has seen.
 * @param {string} name of this view of the visit: what one filter shows says nothing about what another shows
 * @param {string} epoch of the visit's log: when it begins again, so do its numbers
 */
export function lastAbsence(name, epoch) {
  const [ofTab, unread] = [() => sessionStorage, () => localStorage].map((storage) =>
    read(storage, absenceKey(name), epoch),
  );
  return /** @type {Absence | undefined} */ (ofTab ?? unread);
}

/**
 * Records that the mark was in view: the next absence gets a mark of its own. This tab goes on showing it.
 * @param {string} name as above
 * @param {string} epoch as above
 */
export function noteRead(name, epoch) {
  const absence = lastAbsence(name, epoch);
  if (!absence || absence.isRead) return;
  write(() => sessionStorage, absenceKey(name), { ...absence, isRead: true });
  remove(() => localStorage, absenceKey(name));
}

export class AbsenceWatch {
  #name;
  #epoch;
  #page;
  /** @type {Seen | undefined} */
  #seen;
  /** @type {Absence | undefined} */
  #absence;
  /** @type {Seen | undefined} where the reader was before a brief absence that has only just ended */
  #left;
  #closing = 0;
  #forgetting = 0;

  /**
   * @param {string} name as above
   * @param {string} epoch as above
   * @param {object} page
   * @param {() => number} page.newestSeen the number of the newest update that can be seen, 0 when there is none
   * @param {() => number} page.newest the same with those that are held back
   */
  constructor(name, epoch, page) {
    this.#name = name;
    this.#epoch = epoch;
    this.#page = page;
    this.#seen = read(() => localStorage, seenKey(name), epoch);
    this.#absence = lastAbsence(name, epoch);
    if (this.#absence && this.#absence.until === undefined) this.#closeLater();
  }

  /**
   * Call whenever the page may be looked at again, and now and then while it is.
   * @returns {Absence | undefined} the last one
   */
  notice() {
    if (document.hidden) return this.#absence;
    this.#absence = lastAbsence(this.#name, this.#epoch) ?? this.#absence;
    const now = Date.now();
    if (this.#seen && this.#seen.number > 0 && now - this.#seen.at >= BRIEFLY_MS) {
      this.#left = this.#seen;
      this.#forgetting = setTimeout(() => (this.#left = undefined), CATCHING_UP_MS);
      if (now - this.#seen.at >= AWAY_MS) this.#begin(this.#seen);
    }
    if (this.#left && this.#page.newest() > this.#left.number) this.#begin(this.#left);
    this.#seen = { epoch: this.#epoch, number: this.#page.newestSeen(), at: now };
    write(() => localStorage, seenKey(this.#name), this.#seen);
    return this.#absence;
  }

  stop() {
    clearTimeout(this.#closing);
    clearTimeout(this.#forgetting);
  }

  /**
   * A reader who has not come as far as the last mark finds it where it was, and below it what came since.
   * @param {Seen} from
   */
  #begin(from) {
    this.#left = undefined;
    const last = this.#absence;
    const isUnread = last && !last.isRead && from.number > last.number && (last.until ?? Infinity) > last.number;
    this.#keep(last && isUnread ? { ...last, until: undefined } : from);
    this.#closeLater();
  }

  #closeLater() {
    clearTimeout(this.#closing);
    this.#closing = setTimeout(() => {
      if (this.#absence) this.#keep({ ...this.#absence, until: this.#page.newest() });
    }, CATCHING_UP_MS);
  }

  /** @param {Absence} absence */
  #keep(absence) {
    this.#absence = absence;
    write(() => sessionStorage, absenceKey(this.#name), absence);
    if (!absence.isRead) write(() => localStorage, absenceKey(this.#name), absence);
  }
}

/** @param {string} name */
const seenKey = (name) => `dateline:seen:${name}`;

/** @param {string} name */
const absenceKey = (name) => `dateline:absence:${name}`;

/**
 * Where the browser forbids storage, nothing is remembered.
 * @param {() => Storage} storage
 * @param {string} key
 * @param {string} epoch
 * @returns {Seen | undefined}
 */
function read(storage, key, epoch) {
  try {
    const kept = JSON.parse(storage().getItem(key) ?? 'null');
    return kept?.epoch === epoch && isValid(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Another script, or another version of this one, may have written anything.
 * @param {Record<string, unknown>} kept
 */
function isValid({ number, at, until }) {
  const isMoment = typeof at === 'number' && !Number.isNaN(new Date(at).valueOf());
  return Number.isInteger(number) && isMoment && (until === undefined || Number.isInteger(until));
}

/** @param {() => Storage} storage @param {string} key */
function remove(storage, key) {
  try {
    storage().removeItem(key);
  } catch {
    // Storage is forbidden.
  }
}

/** @param {() => Storage} storage @param {string} key @param {Absence} value */
function write(storage, key, value) {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // Storage is forbidden, or full.
  }
}
