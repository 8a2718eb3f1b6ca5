/** Why notifications could not be turned on or off, as sentences for the reader. */

import { gettext } from './messages.js';

/** What went wrong, as a sentence for the reader. */
export class Refused extends Error {}

/** The reader, or a rule of the browser, does not allow it. */
export const notAllowed = () =>
  new Refused(gettext('Your browser did not allow notifications, so nothing was changed.'));

/** Nothing came back: the device has no connection, or the site does not answer. */
export function unreached() {
  if (!navigator.onLine) return new Refused(gettext('This device has no connection. Connect it, then try again.'));
  return new Refused(gettext('This site could not be reached. Check your connection, then try again.'));
}

/** The site's own sentence, if it has one. @param {Response} answer */
export async function refusedBySite(answer) {
  const isSentence = answer.headers.get('Content-Type')?.startsWith('text/plain');
  return new Refused(isSentence ? await answer.text() : gettext('This site has a problem. Try again later.'));
}

/** The browser asks its maker's service for an address, which has answers of its own. @param {unknown} error */
export function refusedByService(error) {
  if (error instanceof Refused) return error;
  if (error instanceof DOMException && error.name === 'NotAllowedError') return notAllowed();
  if (!navigator.onLine) return unreached();
  return new Refused(
    gettext(
      'The notification service of your browser did not accept this device. Private windows and some browsers have none; otherwise try again later.',
    ),
  );
}
