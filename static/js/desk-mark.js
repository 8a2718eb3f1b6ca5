/** Remembers, on this device only, that somebody is signed in at the desk: readers' pages then offer to edit what they show. */

const MARK = 'dateline:desk';

/** Call on every page of the desk: it knows whether somebody is signed in. */
export function markDeskBrowser() {
  if (document.body.dataset.reporter === undefined) return forgetDesk();
  write((storage) => storage.setItem(MARK, '1'));
}

/** Call when the session turns out to be over. */
export const forgetDesk = () => write((storage) => storage.removeItem(MARK));

export function isDeskBrowser() {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false; // storage is forbidden
  }
}

/** Calls back when another tab has signed out.
 * @param {() => void} act */
export function onDeskForgotten(act) {
  addEventListener('storage', ({ key }) => (key === MARK || key === null) && !isDeskBrowser() && act());
}

/** @param {(storage: Storage) => void} act */
function write(act) {
  try {
    act(localStorage);
  } catch {
    // Storage is forbidden: readers' pages stay as they are for everybody.
  }
}
