/** Writes a moment by the clocks of an IANA zone, in the same words as the server (`blog/text/clock.py`). */

/** @typedef {Record<string, string>} Parts */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @type {Record<string, (parts: Parts) => string>} by `data-format` */
const WORDS = {
  clock: ({ hour, minute }) => `${hour}.${minute}`,
  day: ({ day, month }) => `${day} ${month}`,
  'full day': ({ weekday, day, month, year }) => `${weekday} ${day} ${month} ${year}`,
};

/**
 * @param {string} moment as in `datetime`
 * @param {string} zone
 * @param {string} format clock, day or full day
 */
export function words(moment, zone, format) {
  const parts = formatOf(zone).formatToParts(new Date(moment));
  return WORDS[format](Object.fromEntries(parts.map(({ type, value }) => [type, value])));
}

/** @param {string} zone */
export function isKnown(zone) {
  try {
    return Boolean(formatOf(zone));
  } catch {
    return false; // this browser's time zones are older than the zone
  }
}

export const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {string} zone */
function formatOf(zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}
