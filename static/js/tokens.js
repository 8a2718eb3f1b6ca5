/** Puts a fresh CSRF token into the forms of a page that was opened before the reporter signed in anew. */

/** @typedef {'renewed' | 'foreign'} Renewal foreign: it is the token of another account, whose name must not stand under this text */

/** @type {WeakMap<EventTarget, Renewal>} */
const renewals = new WeakMap();

/** Listens for `dateline:token`, which the server adds to its refusal of a form whose token is out of date. */
export function startTokens() {
  document.addEventListener('dateline:token', (event) => {
    const { reporter, token } = /** @type {CustomEvent<{reporter: string, token: string}>} */ (event).detail;
    const isOurs = reporter === document.body.dataset.reporter;
    if (isOurs) for (const field of tokenFields()) field.value = token;
    if (event.target) renewals.set(event.target, isOurs ? 'renewed' : 'foreign');
  });
}

/** What came with the answer to the last request of an element; asked once.
 * @param {Element} source */
export function takeRenewal(source) {
  const renewal = renewals.get(source);
  renewals.delete(source);
  return renewal;
}

const tokenFields = () =>
  /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name=csrf_token]'));
