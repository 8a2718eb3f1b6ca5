/**
 * Remembers on the device what a reporter last chose for an update of a visit, and fills it into the next one.
 *
 * Who files one report after another chooses once: the kind, the standing and the language stay. What belongs to one update
 * does not: headline, text, who says so, topics, key event, source and times. Nor does the dateline, which follows the visit.
 * What a speaker sets goes with the speaker: after a statement or a readout the kind and the standing are those from before
 * it, so that the next report is not "Official" because a minister spoke, nor refused because nobody did.
 */

/** @typedef {{kind?: string, standing?: string, lang?: string}} Chosen */

const PREFIX = 'dateline:chosen:';
const FIELDS = /** @type {const} */ (['kind', 'standing', 'lang']);
const filled = new WeakSet(); // what is chosen in these since stays
const LASTING_KINDS = new Set(['report', 'analysis', 'logistics']);

export function startRemembered() {
  document.addEventListener('submit', ({ target }) => remember(/** @type {HTMLFormElement} */ (target)), true);
  document.addEventListener('reset', () => queueMicrotask(() => fillIn(true))); // the event comes before the fields change
  document.addEventListener('htmx:after:swap', () => fillIn());
  fillIn();
}

/** What is remembered goes with the sign-out, in all visits.
 * @param {string} account */
export function forgetRemembered(account) {
  try {
    const own = Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${account}:`));
    for (const name of own) localStorage.removeItem(name);
  } catch {
    // Storage is forbidden: nothing is remembered.
  }
}

/** @param {HTMLFormElement} form */
function remember(form) {
  if (form.id !== 'composer') return;
  const given = new FormData(form);
  const lasts = LASTING_KINDS.has(String(given.get('kind'))) && !given.get('speaker');
  const names = lasts ? FIELDS : /** @type {const} */ (['lang']);
  write({ ...read(), ...Object.fromEntries(names.map((name) => [name, String(given.get(name) ?? '')])) });
}

/** Into a composer that holds nothing of anybody's yet: once, and when it is emptied. */
function fillIn(isEmptied = false) {
  const form = document.querySelector('form#composer[data-fresh]');
  if (!(form instanceof HTMLFormElement) || (filled.has(form) && !isEmptied)) return;
  filled.add(form);
  const chosen = read();
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name);
    const value = chosen[name];
    if (!(field instanceof HTMLSelectElement) || !value) continue;
    if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
}

/** @returns {Chosen} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(nameNow()) ?? '{}') ?? {};
  } catch {
    return {}; // storage is forbidden, or holds something else
  }
}

/** @param {Chosen} chosen */
function write(chosen) {
  try {
    localStorage.setItem(nameNow(), JSON.stringify(chosen));
  } catch {
    // Storage is forbidden or full: the next update starts with the usual values.
  }
}

function nameNow() {
  const { reporter, visit } = document.body.dataset;
  return `${PREFIX}${reporter}:${visit}`;
}
