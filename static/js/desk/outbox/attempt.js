/** Sends one text from the outbox, and says what became of it. */

import { refusalOf } from '../refusals.js';
import { adoptToken, presentToken } from '../tokens.js';

/** @typedef {import('./store.js').Item} Item */
/** @typedef {'connection' | 'server' | 'limit' | 'sign-in' | 'account'} Reason why a text has to wait */

/**
 * `sent`: the server has it. `later`: it may get through another time, not before so many seconds. `objected`: the server
 * asks something, or will not take it as it is.
 * @typedef {{kind: 'sent', message: string, posted: string}
 *   | {kind: 'later', reason: Reason, seconds: number}
 *   | {kind: 'objected', objection: import('./store.js').Objection}} Verdict
 */

/** @typedef {{status: number, said: any, headers: Headers}} Answer */

const TIMEOUT_MS = 20_000;

/** @param {Item} item @returns {Promise<Verdict>} */
export async function attempt(item) {
  const answer = await post(item);
  const renewal = answer?.status === 400 ? tokenIn(answer) : undefined;
  if (!renewal) return verdictOn(answer);
  if (!adoptToken(renewal)) return later('account');
  return verdictOn(await post(item));
}

/** @param {Item} item @returns {Promise<Answer | null>} nothing when there was no answer */
async function post({ action, address, fields, seen }) {
  const body = new FormData();
  for (const [name, value] of [...fields, ...Object.entries(seen)]) body.append(name, value);
  body.append('action', action);
  body.append('csrf_token', presentToken());
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, said: parsed(await response.text()), headers: response.headers };
  } catch {
    return null;
  }
}

/** Only JSON with the status of a new update proves that the server has it: a hotel's network answers with a page of its own.
 * @param {Answer | null} answer @returns {Verdict} */
function verdictOn(answer) {
  if (!answer) return later('connection');
  const { headers, said, status } = answer;
  if (status === 201 && said) return { kind: 'sent', message: said.message, posted: said.posted };
  if (status === 401) return later('sign-in');
  if (status === 429) return later('limit', secondsIn(headers));
  if (status < 400 || status === 408 || status >= 500) return later('server', secondsIn(headers));
  if (said?.question) return { kind: 'objected', objection: { sentence: said.sentence, ...said.question } };
  return { kind: 'objected', objection: { sentence: refusalOf(status, said?.sentence ?? '').sentence } };
}

/** @param {Reason} reason @returns {Verdict} */
const later = (reason, seconds = 0) => ({ kind: 'later', reason, seconds });

/** @param {Headers} headers */
const secondsIn = (headers) => Number(headers.get('Retry-After')) || 0;

/** @param {Answer} answer @returns {{reporter: string, token: string} | undefined} */
const tokenIn = ({ headers }) => parsed(headers.get('HX-Trigger') ?? '')?.['dateline:token'];

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
