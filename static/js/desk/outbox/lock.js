/** Lets one tab at a time send from the outbox. */

import { newKey } from '../key.js';

const NAME = 'dateline:outbox';
const LEASE_MS = 45_000; // longer than two attempts
const own = newKey();

/**
 * Does it when no other tab does. Without Web Locks, which plain http lacks, a lease in localStorage stands in: two tabs
 * may then send the same text, which the server recognises by its key.
 * @template Done
 * @param {() => Promise<Done>} act
 * @returns {Promise<Done | undefined>} nothing when another tab has the lease
 */
export async function exclusively(act) {
  if (navigator.locks) return navigator.locks.request(NAME, act);
  if (!takeLease()) return undefined;
  try {
    return await act();
  } finally {
    endLease();
  }
}

function takeLease() {
  try {
    const { holder, until } = JSON.parse(localStorage.getItem(NAME) ?? '{}');
    const isTaken = holder !== own && until > Date.now() && until <= Date.now() + LEASE_MS;
    if (!isTaken) localStorage.setItem(NAME, JSON.stringify({ holder: own, until: Date.now() + LEASE_MS }));
    return !isTaken;
  } catch {
    return true; // storage is forbidden: no other tab can know of it
  }
}

function endLease() {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Storage is forbidden.
  }
}
