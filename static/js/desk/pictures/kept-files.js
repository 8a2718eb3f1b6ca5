/** Keeps the files of pictures on the device, in IndexedDB, until the server has them: for each account its own. */

import { idbKeyval } from '../keyval.js';

/** What `media` in a form holds for a picture that the server does not have yet begins with this. */
const LOCAL = 'local-';
const DRAFTS = 'dateline:draft:';

/** @type {unknown} */
let store;

/** @param {string} id */
export const isLocal = (id) => id.startsWith(LOCAL);

/** @param {string} key */
export const localId = (key) => `${LOCAL}${key}`;

/** Rejects when the device cannot store it.
 * @param {string} account @param {string} id @param {File} file */
export async function keepFile(account, id, file) {
  if (!idbKeyval) throw new Error('idb-keyval has not loaded');
  await idbKeyval.set(nameOf(account, id), file, opened());
}

/** @param {string} account @param {string} id @returns {Promise<File | undefined>} */
export const keptFile = async (account, id) => (await idbKeyval?.get(nameOf(account, id), opened())) ?? undefined;

/** @param {string} account @param {string} id */
export async function forgetFile(account, id) {
  await idbKeyval?.del(nameOf(account, id), opened()).catch(() => {});
}

/** Removes the files of an account that no text on this device shows any more.
 * @param {string} account @param {import('../fields.js').Fields[]} waiting the fields of texts that wait in the outbox */
export async function removeUnusedFiles(account, waiting) {
  const used = JSON.stringify([waiting, Object.entries(localStorage).filter(([name]) => name.startsWith(DRAFTS))]);
  for (const name of (await idbKeyval?.keys(opened())) ?? []) {
    const [owner, id] = name.split(':');
    if (owner === account && !used.includes(id)) await forgetFile(account, id);
  }
}

/** @param {string} account @param {string} id */
const nameOf = (account, id) => `${account}:${id}`;

const opened = () => (store ??= idbKeyval?.createStore('dateline-pictures', 'files'));
