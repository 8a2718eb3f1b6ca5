/** Loads a stylesheet that only what has just been opened needs. */

/**
 * @param {URL} address
 * @returns {Promise<unknown>} when it is there, or will not come: what needs it is shown all the same
 */
export function loadStyles({ href }) {
  const sheet = document.createElement('link');
  const settled = new Promise((resolve) => {
    for (const end of ['load', 'error']) sheet.addEventListener(end, resolve, { once: true });
  });
  sheet.rel = 'stylesheet';
  sheet.href = href;
  document.head.append(sheet);
  return settled;
}
