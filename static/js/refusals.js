/** Owns the sentences for a form that did not get through: what happened, that the text is safe, and the next step. */

/** @typedef {{sentence: string, step: 'again' | 'reload' | 'sign in'}} Refusal */

const LONGEST = 300;

/** @type {Refusal} */
export const UNREACHED = {
  sentence: 'Not sent: the server could not be reached. Your text is kept. Trying again cannot post it twice.',
  step: 'again',
};

/** @type {Refusal} */
export const SIGNED_OUT = {
  sentence: 'Not sent: you are signed out. Your text is kept. Sign in in a new tab, come back here, then try again.',
  step: 'sign in',
};

/** @type {Refusal} */
export const OTHER_ACCOUNT = {
  sentence:
    'Not sent: you are signed in with another account now. Your text is kept. Sign in with the one that wrote it, come back here, then try again.',
  step: 'again',
};

/** @type {Record<number, Refusal>} */
const BY_STATUS = {
  400: { sentence: 'Not sent: this page is too old. Load it again; your text will be put back.', step: 'reload' },
  401: SIGNED_OUT,
  403: { sentence: 'Not sent: this account may not do that. Your text is kept. Ask an editor.', step: 'again' },
  404: {
    sentence: 'Not sent: this is no longer there. Your text is kept. Load the page again to see what changed.',
    step: 'reload',
  },
  413: {
    sentence:
      'Not sent: it is too large. Your text is kept. Shorten it, then try again; emoji and letters that are not Latin take the most room.',
    step: 'again',
  },
  429: {
    sentence: 'Not sent: too many posts in a short time. Your text is kept. Try again in a minute.',
    step: 'again',
  },
};

/**
 * The server's own sentence is the better one where it has one: plain words, or the errors of a form.
 * @param {number} status
 * @param {string} text the body of the answer
 * @returns {Refusal}
 */
export function refusalOf(status, text) {
  const known = BY_STATUS[status] ?? {
    sentence: `Not sent: the server has a problem (${status}). Your text is kept. Try again in a moment.`,
    step: 'again',
  };
  const said = text.includes('<') ? errorsIn(text) : text.trim();
  const isUseful = said && said.length <= LONGEST && status < 500 && status !== 401;
  return isUseful ? { sentence: `Not sent: ${said}`, step: known.step } : known;
}

/** @param {string} html */
function errorsIn(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return [...page.querySelectorAll('.form-errors li, .field-error')]
    .map((error) => error.textContent?.trim())
    .filter(unique)
    .join(' ');
}

/** @param {string | undefined} sentence @param {number} index @param {(string | undefined)[]} all */
const unique = (sentence, index, all) => sentence && all.indexOf(sentence) === index;
