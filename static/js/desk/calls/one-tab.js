/** Lets one of several tabs do what all of them are about to do. */

const HELD_MS = 30_000; // the others come later, when the machine is busy

/**
 * Without Web Locks, which plain http lacks, each tab does it.
 * @param {string} what the same in all tabs
 * @param {() => void} act
 */
export async function inOneTab(what, act) {
  if (!navigator.locks) return act();
  await navigator.locks.request(`dateline:${what}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    act();
    await pause(HELD_MS);
  });
}

/** @param {number} ms @returns {Promise<void>} */
export const pause = (ms) =>
  new Promise((done) => {
    setTimeout(done, ms);
  });
