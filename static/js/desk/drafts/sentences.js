/** The notices about a draft. */

import { gettext } from '../../messages.js';
import { datelineOf, momentAt, timeAt } from '../dateline-time.js';

/** @param {HTMLFormElement} form @param {number} at when it was stored @param {boolean} isBehind whether the update was changed since */
export function restored(form, at, isBehind) {
  const time = momentAt(at, datelineOf(form));
  return isBehind
    ? gettext(
        'Your unsent text from %(time)s was restored. Someone has changed this since; you will see their version before yours replaces it.',
        { time },
      )
    : gettext('Your unsent text from %(time)s was restored.', { time });
}

/** @param {HTMLFormElement} form */
export const sentFromTab = (form) =>
  gettext('This text was already sent from another tab at %(time)s. Sending it here would post it twice.', {
    time: timeAt(Date.now(), datelineOf(form)),
  });

/** @param {'sent' | 'discarded'} how on another device */
export const ended = (how) =>
  how === 'sent'
    ? gettext('This text was already sent from another device. Sending it here would post it twice.')
    : gettext('You discarded this text on another device. Here it is still kept.');

export const notStored = () => gettext('This browser cannot save drafts. Copy your text before you leave.');
