/**
 * Formats a moment in an IANA time zone, as the server does (`blog/text/clock.py`): English by the house style, other
 * languages by their own.
 */

/** @typedef {Record<string, string>} Parts */

/** @type {((moment: Date, zone: string, format: string) => string) | undefined} of `dates.js`, in other languages */
const inOtherLanguage = /** @type {any} */ (globalThis).datelineDates;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/** @type {Map<string, Intl.DateTimeFormat>} */
const offsets = new Map();

/** @type {Record<string, (parts: Parts) => string>} by `data-format` */
const WORDS = {
  clock: ({ hour, minute }) => `${hour}.${minute}`,
  day: ({ day, month }) => `${day} ${month}`,
  date: ({ day, month, year }) => `${day} ${month} ${year}`,
  'full day': ({ weekday, day, month, year }) => `${weekday} ${day} ${month} ${year}`,
};

/**
 * @param {string} moment as in `datetime`
 * @param {string} zone
 * @param {string} format clock, day, date or full day
 */
export function words(moment, zone, format) {
  const at = new Date(moment);
  if (inOtherLanguage) return inOtherLanguage(at, zone, format);
  return WORDS[format](
    Object.fromEntries(
      formatOf(zone)
        .formatToParts(at)
        .map(({ type, value }) => [type, value]),
    ),
  );
}

/** The time of day in a zone now.
 * @param {string} zone */
export const timeIn = (zone) => words(new Date().toISOString(), zone, 'clock');

/** @param {string} zone */
export function isKnown(zone) {
  try {
    return Boolean(formatOf(zone));
  } catch {
    return false; // the browser's time zone data is older than the zone
  }
}

/** The reader's own zone; empty where the browser does not tell it, or names one that it cannot use itself. */
export function ownZone() {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && isKnown(zone) ? zone : '';
}

/** The name of a zone beside a time: `Buenos Aires`, or its offset when it is named after no place.
 * @param {string} zone */
export function nameOf(zone) {
  const name = zone.split('/').slice(1).pop()?.replaceAll('_', ' ');
  return name && !zone.startsWith('Etc/') ? name : offset(zone);
}

/** The zone's present offset as the server writes it (`blog/text/zones.py`): `UTC+8`, `UTC−3:30`, `UTC`; empty for an unknown zone.
 * @param {string} zone */
export function offset(zone) {
  if (!isKnown(zone)) return '';
  let format = offsets.get(zone);
  if (!format) {
    offsets.set(zone, (format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'shortOffset' })));
  }
  const parts = format.formatToParts();
  return (
    parts
      .find(({ type }) => type === 'timeZoneName')
      ?.value.replace('GMT', 'UTC')
      .replace('-', '−') ?? ''
  );
}

/** @param {string} zone */
function formatOf(zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}
