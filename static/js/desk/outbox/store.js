/** Stores the texts that wait to be sent on the device, in IndexedDB: for each account a list, in the order of writing. */

import { newKey } from '../key.js';
import { idbKeyval } from '../keyval.js';
import { gettext } from '../../messages.js';

/**
 * With `sure` it is a question, and that is the answer yes; with `action` it is then sent by another button.
 * @typedef {{sentence: string, label?: string, sure?: string, action?: string}} Objection
 */

/**
 * @typedef {object} Item
 * @property {string} key the form's `client_key`, by which the server recognises a text that is sent twice
 * @property {string} visit its slug
 * @property {string} address where the form would have been sent
 * @property {string} action the value of the button
 * @property {import('../fields.js').Fields} fields
 * @property {Record<string, string>} seen what the page showed at the time, for the server to compare
 * @property {number} at when the button was pressed
 * @property {number} approvedAt when the reporter last said that it may be sent
 * @property {Objection} [objection] of the server
 */

/** @typedef {'waiting' | 'asking' | 'refused'} State waiting: leaves by itself; the others need the reporter */

const ASK_AFTER_MS = 10 * 60_000;
const CHANNEL = 'dateline-outbox';
const KEY = 'client_key';

/** @type {unknown} */
let store;
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(CHANNEL) : null;
/** @type {(() => void)[]} */
const listeners = [];

/** @param {Item} item @returns {State} */
export function stateOf(item) {
  if (item.objection) return item.objection.sure === undefined ? 'refused' : 'asking';
  return isOld(item) ? 'asking' : 'waiting';
}

/** What readers should have seen ten minutes ago may be wrong by now. Who sets the clock back is asked as well.
 * @param {Item} item */
export const isOld = ({ action, approvedAt }) =>
  action === 'publish' && Math.abs(Date.now() - approvedAt) > ASK_AFTER_MS;

/** @param {string} account @returns {Promise<Item[]>} */
export async function readItems(account) {
  return (await idbKeyval?.get(account, opened())) ?? [];
}

/** How many texts of an account wait on this device, in all visits.
 * @param {string} account */
export const countItems = async (account) => (await readItems(account)).length;

/** Rejects when the device cannot store it. A text that is in the list already is not added again; with other words,
 * as from a tab that did not hear of the first, it becomes a question.
 * @param {string} account @param {Item} item */
export const addItem = (account, item) =>
  change(account, (items) => {
    const same = items.find(({ key }) => key === item.key);
    if (!same) return [...items, item];
    return hasSameWords(same, item) ? items : [...items, asAnother(item)];
  });

/** @param {string} account @param {string} removed its key */
export const removeItem = (account, removed) => change(account, (items) => items.filter(({ key }) => key !== removed));

/** @param {string} account @param {string} changed its key @param {Partial<Item>} values */
export const changeItem = (account, changed, values) =>
  change(account, (items) => items.map((item) => (item.key === changed ? { ...item, ...values } : item)));

/** Calls back after every change, also of another tab.
 * @param {() => void} listener */
export function watchItems(listener) {
  listeners.push(listener);
  channel?.addEventListener('message', listener);
}

/** @param {Item} one @param {Item} other */
const hasSameWords = (one, other) =>
  JSON.stringify([one.action, one.fields]) === JSON.stringify([other.action, other.fields]);

/** @param {Item} item @returns {Item} */
function asAnother(item) {
  const key = newKey();
  const objection = {
    sentence: gettext('This text waits here already, in other words. Should this one be sent as well?'),
    label: gettext('Send this one, too'),
    sure: 'again',
  };
  return { ...item, key, fields: item.fields.map(([name, value]) => [name, name === KEY ? key : value]), objection };
}

/** @param {string} account @param {(items: Item[]) => Item[]} edit */
async function change(account, edit) {
  if (!idbKeyval) throw new Error('idb-keyval has not loaded');
  await idbKeyval.update(account, (items) => edit(items ?? []), opened());
  channel?.postMessage(account);
  listeners.forEach((listener) => listener());
}

const opened = () => (store ??= idbKeyval?.createStore('dateline-outbox', 'texts'));
