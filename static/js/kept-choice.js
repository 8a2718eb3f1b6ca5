/** A yes or no that is remembered on this device: no, until somebody says yes. */

/** @param {string} key @returns {boolean} */
export function isChosen(key) {
  try {
    return localStorage.getItem(key) === '1';
  } catch {
    return false;
  }
}

/** @param {string} key @param {boolean} isOn */
export function keepChoice(key, isOn) {
  try {
    if (isOn) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}
