/** Puts a fresh CSRF token into the forms of a page that was opened before the reporter signed in anew. */

/** @typedef {'renewed' | 'foreign'} Renewal foreign: it is the token of another account, whose name must not stand under this text */
/** @typedef {{reporter: string, token: string}} Token and whose it is */

/** @type {WeakMap<EventTarget, Renewal>} */
const renewals = new WeakMap();
let latest = ''; // for a page without forms of the server

/** Listens for `dateline:token`, which the server adds to its refusal of a form whose token is out of date. */
export function startTokens() {
  document.addEventListener('dateline:token', (event) => {
    const isOurs = adoptToken(/** @type {CustomEvent<Token>} */ (event).detail);
    if (event.target) renewals.set(event.target, isOurs ? 'renewed' : 'foreign');
  });
}

/** Puts a token into all forms, if it is of the account of this page.
 * @param {Token} token @returns {boolean} whether it is */
export function adoptToken({ reporter, token }) {
  if (reporter !== document.body.dataset.reporter) return false;
  latest = token;
  for (const field of tokenFields()) field.value = token;
  return true;
}

export const presentToken = () => tokenFields()[0]?.value || latest;

/** What came with the answer to the last request of an element; asked once.
 * @param {Element} source */
export function takeRenewal(source) {
  const renewal = renewals.get(source);
  renewals.delete(source);
  return renewal;
}

const tokenFields = () =>
  /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name=csrf_token]'));
