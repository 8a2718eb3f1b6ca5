/** Sends one unsent text to the server, and says what became of it. */

import { newKey } from '../key.js';
import { adoptToken, presentToken } from '../tokens.js';

/** @typedef {import('../fields.js').Fields} Fields */

/**
 * What another device has saved for the same text.
 * @typedef {{version: number, device: string, time: string, theirs: Fields}} Wording
 */

/**
 * `saved`: the server has it. `both`: another device has saved other words. `ended`: the text was sent or discarded.
 * `later`: it may get through another time, not before so many seconds; `isUnreached` when there was no answer. `away`: not before the account signs in again.
 * `refused`: not as it is.
 * @typedef {{kind: 'saved', version: number} | {kind: 'both', wording: Wording} | {kind: 'ended', how: 'sent' | 'discarded'}
 *   | {kind: 'later', seconds: number, isUnreached: boolean} | {kind: 'away'} | {kind: 'refused'}} Verdict
 */

/** @typedef {{address: string, fields: Fields, version: number}} Text */

const TIMEOUT_MS = 20_000;
const WRITER = 'dateline:writer';

/** @param {Text} text @param {{keepalive?: boolean}} [options] with `keepalive` it outlives the page
 * @returns {Promise<Verdict>} */
export async function saveAtServer(text, options = {}) {
  const answer = await put(text, options);
  const renewal = answer?.status === 400 ? tokenIn(answer) : null;
  if (!renewal) return verdictOn(answer);
  // Another account has signed in on this device: not a word of this one may go out under its name.
  return adoptToken(renewal) ? verdictOn(await put(text, options)) : { kind: 'away' };
}

/** Best effort: a text that is discarded here while there is no line is offered again.
 * @param {string} address */
export async function discardAtServer(address) {
  const body = new FormData();
  body.append('csrf_token', presentToken());
  try {
    const response = await fetch(`${address}/discard`, { method: 'POST', body, redirect: 'manual', keepalive: true });
    return response.ok;
  } catch {
    return false;
  }
}

/** @param {Text} text @param {{keepalive?: boolean}} options @returns {Promise<Response | null>} nothing without an answer */
async function put({ address, fields, version }, { keepalive = false }) {
  const body = new FormData();
  // The form's own `version` says which wording of an update it changes.
  for (const [name, value] of fields) body.append(name === 'version' ? 'base' : name, value);
  body.append('version', String(version));
  body.append('writer', writer());
  try {
    return await fetch(address, {
      method: 'PUT',
      headers: { Accept: 'application/json', 'X-CSRFToken': presentToken() },
      body,
      redirect: 'manual',
      keepalive,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return null;
  }
}

/** @param {Response | null} answer @returns {Promise<Verdict>} */
async function verdictOn(answer) {
  if (!answer) return { kind: 'later', seconds: 0, isUnreached: true };
  const { headers, status } = answer;
  const version = Number(headers.get('X-Draft-Version'));
  if (status === 204 && version) return { kind: 'saved', version };
  const said = await answer.json().catch(() => null);
  if (status === 409 && said) return { kind: 'both', wording: { ...said, theirs: said.theirs.map(asInForm) } };
  if (status === 410 && said) return { kind: 'ended', how: said.ended };
  if (status === 401) return { kind: 'away' };
  if (status === 429 || status >= 500 || status < 400) {
    return { kind: 'later', seconds: Number(headers.get('Retry-After')) || 0, isUnreached: false };
  }
  return { kind: 'refused' };
}

/** @param {[string, string]} field @returns {[string, string]} */
const asInForm = ([name, value]) => [name === 'base' ? 'version' : name, value];

/** @param {Response} answer @returns {import('../tokens.js').Token | undefined} */
function tokenIn({ headers }) {
  try {
    return JSON.parse(headers.get('HX-Trigger') ?? '{}')['dateline:token'];
  } catch {
    return undefined;
  }
}

let ownWriter = '';

/** Names this tab, also after a reload: it may save over what it sent itself, when the answer was lost. */
function writer() {
  ownWriter ||= newKey();
  try {
    ownWriter = sessionStorage.getItem(WRITER) ?? ownWriter;
    sessionStorage.setItem(WRITER, ownWriter);
  } catch {
    // Storage is forbidden: the name holds until the page is left.
  }
  return ownWriter;
}
