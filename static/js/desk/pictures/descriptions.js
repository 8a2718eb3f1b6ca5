/** What is said of a picture in the fields of its row, and the credit that the next one begins with. */

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
