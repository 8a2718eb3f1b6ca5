/** The sentences for a form that did not get through: what happened, that the text is safe, and the next step. */

import { gettext } from '../messages.js';

/** @typedef {{sentence: string, step: 'again' | 'reload' | 'sign in' | 'none'}} Refusal */

const MAX_LENGTH = 300;

/** @type {Refusal} */
export const UNREACHED = {
  sentence: gettext('Not sent: the server could not be reached. Your text is kept. Trying again cannot post it twice.'),
  step: 'again',
};

/** @type {Refusal} */
export const OTHER_ACCOUNT = {
  sentence: gettext(
    'Not sent: you are signed in with another account now. Your text is kept. Sign in with the account that wrote it, come back here, then try again.',
  ),
  step: 'again',
};

/** @type {Refusal} */
const SIGNED_OUT = {
  sentence: gettext(
    'Not sent: you are signed out. Your text is kept. Sign in again in a new tab, come back here, then try again.',
  ),
  step: 'sign in',
};

/** @type {Record<number, Refusal>} */
const BY_STATUS = {
  400: {
    sentence: gettext('Not sent: this page is too old. Reload it; your text will be restored.'),
    step: 'reload',
  },
  401: SIGNED_OUT,
  403: {
    sentence: gettext('Not sent: your account does not have permission. Your text is kept. Ask an editor.'),
    step: 'none',
  },
  404: {
    sentence: gettext('Not sent: this is no longer there. Your text is kept. Reload the page to see what changed.'),
    step: 'reload',
  },
  413: {
    sentence: gettext(
      'Not sent: it is too large. Your text is kept. Shorten it, then try again; emoji and letters that are not Latin take the most room.',
    ),
    step: 'again',
  },
  429: {
    sentence: gettext('Not sent: too many posts in a short time. Your text is kept. Try again in a minute.'),
    step: 'again',
  },
};

/**
 * The server's own sentence where it has a useful one; otherwise the one for its status.
 * @param {number} status
 * @param {string} text the body of the answer
 * @returns {Refusal}
 */
export function refusalOf(status, text) {
  const known = BY_STATUS[status] ?? {
    sentence: gettext('Not sent: the server has a problem (%(status)s). Your text is kept. Try again in a moment.', {
      status,
    }),
    step: 'again',
  };
  const said = text.trim();
  const isUseful = said && !said.includes('<') && said.length <= MAX_LENGTH && status < 500 && status !== 401;
  return isUseful ? { sentence: gettext('Not sent: %(reason)s', { reason: said }), step: known.step } : known;
}
