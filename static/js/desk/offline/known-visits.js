/** Remembers on this device, for the offline page, who is signed in and what their own composer showed of each visit. */

/**
 * @typedef {object} KnownVisit
 * @property {string} title
 * @property {string} lang
 * @property {string} here the key of the stop where the visitors are
 * @property {string} banner the event that set the banner, or nothing
 * @property {string} [main] the value of its main button: what the account could do with a text
 * @property {[string, string, string?][]} stops key, city and zone
 */
/** @typedef {{account: string, visits: Record<string, KnownVisit>}} Known */

const NAME = 'dateline:desk-visits';
const MAX_VISITS = 20;

/** Keeps what the page shows up to date; a page of somebody else, or of nobody, ends what was remembered. */
export function startKnownVisits() {
  if (document.body.dataset.offline !== undefined) return;
  remember();
  document.addEventListener('visibilitychange', remember);
  addEventListener('pagehide', remember);
}

/** @returns {Known | null} */
export function readKnown() {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? 'null');
  } catch {
    return null; // storage is forbidden
  }
}

function remember() {
  const { reporter, visit } = document.body.dataset;
  try {
    if (!reporter) return localStorage.removeItem(NAME);
    const before = readKnown();
    const visits = before?.account === reporter ? before.visits : {};
    const shown = visit ? shownVisit() : null;
    const known = Object.entries(visits).filter(([slug]) => slug !== visit || !shown);
    if (visit && shown) known.push([visit, shown]);
    const kept = Object.fromEntries(known.slice(-MAX_VISITS));
    localStorage.setItem(NAME, JSON.stringify({ account: reporter, visits: kept }));
  } catch {
    // Storage is forbidden, or full.
  }
}

/** @returns {KnownVisit | null} nothing on a page without a composer */
function shownVisit() {
  const outbox = document.getElementById('outbox');
  const stops = /** @type {HTMLTemplateElement | null} */ (outbox?.querySelector('template[data-stops]'));
  if (!outbox || !stops) return null;
  return {
    title: outbox.dataset.title ?? '',
    lang: outbox.dataset.lang ?? '',
    here: document.getElementById('itinerary')?.dataset.here ?? '',
    banner: document.getElementById('banner')?.dataset.seq ?? '',
    main: document.getElementById('main-action')?.dataset.action ?? '',
    stops: [...stops.content.querySelectorAll('option')].map(({ dataset, text, value }) => [value, text, dataset.zone]),
  };
}
