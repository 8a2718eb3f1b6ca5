/** Puts a text where the next paste finds it. */

/**
 * Plain http, which is how a newsroom's laptop serves its neighbours, has no `navigator.clipboard`.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is there now
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** @param {string} text */
function copyBySelection(text) {
  const focus = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focus?.focus({ preventScroll: true });
  return done;
}
