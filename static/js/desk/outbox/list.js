/** Shows in `#outbox` why texts wait to be sent, and of each its first words, when it was written, what becomes of it, and what can be done. */

import { timeAt } from '../dateline-time.js';
import { valuesOf } from '../fields.js';
import { gettext } from '../../messages.js';
import { isOld, stateOf } from './store.js';

/** @typedef {import('./store.js').Item} Item */
/** @typedef {import('./attempt.js').Reason} Reason */
/** @typedef {'send' | 'edit' | 'discard'} Deed */
/** @typedef {{sending: string, reason: Reason | ''}} Progress the key of the text that is under way; why the last attempt failed */

const FIRST_WORDS = 120;

/** @type {Record<Reason, string>} */
const REASONS = {
  connection: gettext('Waiting for the connection. Everything is sent by itself, in this order.'),
  server: gettext('Waiting for the server, which has a problem. Everything is sent by itself, in this order.'),
  limit: gettext(
    'Waiting, because there were too many posts in a short time. Everything is sent by itself, in this order.',
  ),
  'sign-in': gettext('Waiting until you sign in again.'),
  account: gettext('Waiting until the account that wrote this signs in again.'),
};
/** @type {Record<string, string>} by the value of the button */
const WAITING = {
  publish: gettext('To be published'),
  schedule: gettext('To be scheduled'),
  draft: gettext('To be saved as a draft'),
  submit: gettext('To be handed in'),
};

/** Writes the list. An entry that stays keeps its element, and with it the focus.
 * @param {Item[]} items @param {Progress} progress */
export function showItems(items, progress) {
  const place = document.getElementById('outbox');
  const list = place?.querySelector('ol');
  if (!place || !list) return;
  place.dataset.count = String(items.length);
  place.hidden = items.length === 0;
  const entries = items.map((item) => entryOf(list, item));
  for (const stale of [...list.children].filter((entry) => !entries.includes(/** @type {HTMLElement} */ (entry)))) {
    stale.remove();
  }
  items.forEach((item, index) => {
    if (list.children[index] !== entries[index]) list.insertBefore(entries[index], list.children[index] ?? null);
    write(entries[index], item, progress);
  });
  const waits = items.some((item) => stateOf(item) === 'waiting');
  say(place.querySelector('[data-reason]'), waits ? REASONS[progress.reason || 'connection'] : '');
  document.dispatchEvent(new Event('dateline:outbox'));
}

/** Calls back when a button of an entry is pressed. To discard a text takes a second press.
 * @param {(deed: Deed, key: string) => void} act */
export function listenToList(act) {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    const entry = /** @type {HTMLElement | undefined} */ (button?.closest('#outbox [data-key]'));
    const deed = /** @type {Deed | undefined} */ (button?.dataset.deed);
    if (!button || !entry || !deed) return;
    if (deed !== 'discard' || button.dataset.armed !== undefined) return act(deed, entry.dataset.key ?? '');
    button.dataset.armed = '';
    button.textContent = gettext('Discard it for good');
  });
}

/** @param {Element} list @param {Item} item */
function entryOf(list, item) {
  const found = /** @type {HTMLElement | null} */ (list.querySelector(`[data-key="${CSS.escape(item.key)}"]`));
  if (found) return found;
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('outbox-entry'));
  const entry = /** @type {HTMLElement} */ (
    /** @type {DocumentFragment} */ (document.importNode(template.content, true)).firstElementChild
  );
  entry.dataset.key = item.key;
  return entry;
}

/** @param {HTMLElement} entry @param {Item} item @param {Progress} progress */
function write(entry, item, progress) {
  const state = progress.sending === item.key ? 'sending' : stateOf(item);
  entry.dataset.state = state;
  const time = /** @type {HTMLTimeElement} */ (entry.querySelector('time'));
  time.dateTime = new Date(item.at).toISOString();
  say(time, timeOf(item));
  say(entry.querySelector('[data-words]'), firstWords(item));
  say(entry.querySelector('[data-why]'), whyOf(item, state));
  const isQuestion = state === 'asking' && item.objection?.label;
  say(entry.querySelector('[data-deed=send]'), isQuestion ? (item.objection?.label ?? '') : gettext('Send now'));
  const signsIn = /** @type {HTMLElement} */ (entry.querySelector('[data-signs-in]'));
  signsIn.hidden = state !== 'waiting' || !['sign-in', 'account'].includes(progress.reason);
  for (const button of entry.querySelectorAll('button')) button.disabled = state === 'sending';
}

/** @param {Item} item @param {string} state */
function whyOf(item, state) {
  if (state === 'sending') return gettext('Sending…');
  if (item.objection) return item.objection.sentence;
  if (isOld(item) && item.approvedAt > Date.now()) {
    return gettext('The clock of this device was set back since you wrote this. Should it still be sent?');
  }
  if (isOld(item)) return gettext('Written more than ten minutes ago. Should it still be sent?');
  return WAITING[item.action] ?? WAITING.publish;
}

/** @param {Item} item */
function timeOf({ at, fields }) {
  const [key = ''] = valuesOf(fields, 'stop');
  const stops = /** @type {HTMLSelectElement | null} */ (document.querySelector('#composer select[name=stop]'));
  return timeAt(
    at,
    [...(stops?.options ?? [])].find(({ value }) => value === key),
  );
}

/** @param {Item} item */
function firstWords({ fields }) {
  const words = ['headline', 'body'].flatMap((name) => valuesOf(fields, name)).find((text) => text.trim()) ?? '';
  const line = words.trim().replace(/\s+/g, ' ');
  const next = new Intl.Segmenter().segment(line).containing(FIRST_WORDS);
  return next ? `${line.slice(0, next.index)}…` : line;
}

/** Leaves alone what is right already, so that a screen reader hears what is new.
 * @param {Element | null} element @param {string} text */
function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}
