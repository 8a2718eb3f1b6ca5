/** Writes moments at the desk as its pages do: in the time of the dateline, with its city where the clock beside the reporter says something else. */

import { gettext } from '../messages.js';
import { isKnown, ownZone, words } from '../moments.js';

/** The dateline that is chosen in a form: an option with its zone, whose words are the city.
 * @param {HTMLFormElement} form @returns {HTMLOptionElement | undefined} */
export const datelineOf = (form) =>
  /** @type {HTMLSelectElement | null} */ (form.elements.namedItem('stop'))?.selectedOptions?.[0];

/** `18.10 Tokyo`; without the city where the reporter's own clock says the same.
 * @param {number} at @param {HTMLOptionElement | undefined} dateline none is UTC */
export function timeAt(at, dateline) {
  const moment = new Date(at).toISOString();
  const time = words(moment, zoneOf(dateline), 'clock');
  return time === words(moment, ownZone() || 'UTC', 'clock') ? time : `${time} ${cityOf(dateline)}`;
}

/** `18.10 Tokyo, 4 March`. @param {number} at @param {HTMLOptionElement | undefined} dateline none is UTC */
export function momentAt(at, dateline) {
  const moment = new Date(at).toISOString();
  const zone = zoneOf(dateline);
  const comma = gettext(', ');
  return `${words(moment, zone, 'clock')} ${cityOf(dateline)}${comma}${words(moment, zone, 'day')}`;
}

/** @param {HTMLOptionElement | undefined} dateline */
function zoneOf(dateline) {
  const zone = dateline?.dataset.zone ?? '';
  return isKnown(zone) ? zone : 'UTC';
}

/** @param {HTMLOptionElement | undefined} dateline none is UTC @returns {string} */
export function cityOf(dateline) {
  return dateline && isKnown(dateline.dataset.zone ?? '') ? dateline.text.trim() : 'UTC';
}
