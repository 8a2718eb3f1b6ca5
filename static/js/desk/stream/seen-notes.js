/** Remembers on this device which of the notes for somebody they have looked at: a pointer or the focus was on the note. */

const NOTE = '#notes-list .note[data-for-me]';

/** @param {() => void} changed */
export function startSeenNotes(changed) {
  for (const name of ['pointerover', 'focusin']) {
    document.addEventListener(name, ({ target }) => {
      const note = target instanceof Element ? target.closest(NOTE) : null;
      if (!note || read().includes(note.id)) return;
      write([...read(), note.id]);
      changed();
    });
  }
}

/** How many notes nobody has looked at here. Those that no longer wait are forgotten: reopened, they are new again. */
export function countUnseen() {
  const waiting = [...document.querySelectorAll(NOTE)].map(({ id }) => id);
  const seen = read();
  const still = seen.filter((id) => waiting.includes(id));
  if (still.length < seen.length) write(still);
  return waiting.length - still.length;
}

/** @type {string[]} */
let known = [];

/** @returns {string[]} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(nameNow()) ?? '[]');
  } catch {
    return known; // storage is forbidden: it is known as long as the page lasts
  }
}

/** @param {string[]} ids */
function write(ids) {
  known = ids;
  try {
    localStorage.setItem(nameNow(), JSON.stringify(ids));
  } catch {
    // As above.
  }
}

function nameNow() {
  const { reporter, visit } = document.body.dataset;
  return `dateline:seen-notes:${reporter}:${visit}`;
}
