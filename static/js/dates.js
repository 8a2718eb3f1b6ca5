/**
 * Dates and times as languages other than English write them, as the server does (`blog/text/by_language.py`). Pages in
 * such a language load it before their scripts, and `moments.js` asks it.
 */
(function () {
  'use strict';

  const LANG = document.documentElement.lang;
  const LOCALE = `${LANG}-u-ca-gregory-nu-latn`;
  /** @type {Record<string, Intl.DateTimeFormatOptions>} by `data-format` */
  const STYLES = {
    clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    day: { day: 'numeric', month: 'long' },
    date: { dateStyle: 'long' },
    'full day': { dateStyle: 'full' },
  };
  /** @type {Map<string, Intl.DateTimeFormat>} */
  const formats = new Map();

  /** @param {string} zone @param {string} style */
  function formatOf(zone, style) {
    const key = `${style} ${zone}`;
    let format = formats.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(style === 'clock' ? 'en-GB' : LOCALE, { timeZone: zone, ...STYLES[style] });
      formats.set(key, format);
    }
    return format;
  }

  /** @type {any} */ (globalThis).datelineDates = function (
    /** @type {Date} */ moment,
    /** @type {string} */ zone,
    /** @type {string} */ style,
  ) {
    const words = formatOf(zone, style).format(moment);
    return style === 'clock' && LANG === 'fr' ? words.replace(':', 'h') : words;
  };
})();
