/** What is said of a picture or document in the fields of its row, and the credit that the next picture begins with. */

const CREDIT = 'dateline:credit:';

/** Puts what a draft says of a picture into its row; without a word on it, the row keeps what the server knows.
 * @param {HTMLFormElement} form @param {string} id @param {import('../fields.js').Fields} fields */
export function fillDescription(form, id, fields) {
  const given = new Map(fields.filter(([name]) => name.endsWith(`-${id}`)));
  if (given.size === 0) return;
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (
    form.querySelectorAll(`[name$="-${CSS.escape(id)}"]`)
  )) {
    if (field.type === 'checkbox') field.checked = given.has(field.name);
    else if (field.type !== 'hidden' && given.has(field.name)) field.value = given.get(field.name) ?? '';
  }
}

/** The row of a file that was on its way becomes that of the server: what was typed meanwhile goes on in its fields, and so does the
 * typing.
 * @param {HTMLElement} old @param {HTMLElement} row @param {string} id that the server gave it */
export function replaceRow(old, row, id) {
  const active = /** @type {HTMLInputElement} */ (document.activeElement);
  const [from, to] = [active.selectionStart, active.selectionEnd];
  const wasTyping = old.contains(active);
  old.replaceWith(row);
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (old.querySelectorAll('[data-field]'))) {
    const name = `${field.dataset.field}-${id}`;
    const place = /** @type {HTMLInputElement | null} */ (row.querySelector(`[name="${name}"]`));
    if (!place) continue; // it is something else than its name said
    if (field.type === 'checkbox') place.checked ||= field.checked;
    else if (field.value.trim()) place.value = field.value;
    if (!wasTyping || field !== active) continue;
    place.focus({ preventScroll: true });
    if (from !== null && field.type !== 'checkbox') place.setSelectionRange(from, to);
  }
}

/** Most pictures of a day have one photographer. What the file itself says goes first.
 * @param {HTMLElement} row @param {string} account */
export function fillLastCredit(row, account) {
  const field = /** @type {HTMLInputElement | null} */ (row.querySelector('[data-credit]'));
  if (field && !field.value) field.value = recall(`${CREDIT}${account}`);
}

/** @param {HTMLInputElement} field @param {string} account */
export function rememberCredit(field, account) {
  try {
    localStorage.setItem(`${CREDIT}${account}`, field.value.trim());
  } catch {
    // Storage is forbidden: the next picture begins without a credit.
  }
}

/** @param {string} name */
function recall(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}
