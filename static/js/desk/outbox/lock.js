/** Lets one tab at a time send from the outbox. */

import { newKey } from '../key.js';

const NAME = 'dateline:outbox';
const LEASE_MS = 45_000; // longer than two attempts
const SETTLING_MS = 100; // in which a tab reads what another has written to localStorage
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
  if (!(await takeLease())) return undefined;
  try {
    return await act();
  } finally {
    endLease();
  }
}

/** Of two tabs that take it at the same moment, the one that wrote last has it. */
async function takeLease() {
  try {
    const { holder, until } = readLease();
    if (holder !== own && until > Date.now() && until <= Date.now() + LEASE_MS) return false;
    localStorage.setItem(NAME, JSON.stringify({ holder: own, until: Date.now() + LEASE_MS }));
    await new Promise((done) => {
      setTimeout(done, SETTLING_MS);
    });
    return readLease().holder === own;
  } catch {
    return true; // storage is forbidden: no other tab can know of it
  }
}

function endLease() {
  try {
    // A tab that was asleep for longer than its lease leaves the next one's alone.
    if (readLease().holder === own) localStorage.removeItem(NAME);
  } catch {
    // Storage is forbidden.
  }
}

const readLease = () => JSON.parse(localStorage.getItem(NAME) ?? '{}');
