/** Adds the reader's local time as a tooltip to times in another zone. */

import { ownZone } from '../moments.js';

const OWN_ZONE = ownZone();
const LANG = document.documentElement.lang;
const WORDS = new Intl.DateTimeFormat(LANG === 'en' ? undefined : LANG, { dateStyle: 'medium', timeStyle: 'short' });

/** The text itself is left alone, so nothing shifts. */
export function addOwnTimes() {
  if (!OWN_ZONE) return;
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (
    document.querySelectorAll('time[data-zone]:not([title])')
  )) {
    const moment = new Date(time.dateTime);
    if (time.dataset.zone !== OWN_ZONE && !isNaN(moment.valueOf())) {
      time.title = `${WORDS.format(moment)} (${OWN_ZONE})`;
    }
  }
}
