/** Offers the reader's own local time as a tooltip on times that the server wrote by a dateline's clock. */

import { ownZone } from './moments.js';

const OWN_ZONE = ownZone();
const WORDS = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The text itself stays as it was, so nothing shifts. */
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
