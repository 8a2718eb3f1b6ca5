/** Asks the browser for a passkey where a form wants one, and sends its answer in the form. */

import { gettext } from '../messages.js';

export function startPasskeys() {
  const browser = /** @type {{PublicKeyCredential?: {parseRequestOptionsFromJSON?: unknown}}} */ (window);
  if (browser.PublicKeyCredential?.parseRequestOptionsFromJSON) document.documentElement.dataset.passkeys = '';
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-passkey-ask]') : null;
    if (button instanceof HTMLButtonElement && button.form) ask(button, button.form);
  });
}

/** @param {HTMLButtonElement} button @param {HTMLFormElement} form */
async function ask(button, form) {
  const said = /** @type {HTMLElement} */ (form.querySelector('[data-passkey-said]'));
  said.textContent = '';
  button.disabled = true;
  try {
    const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem('answer'));
    answer.value = JSON.stringify(await answerOf(form));
    button.disabled = false;
    form.requestSubmit();
  } catch (error) {
    button.disabled = false;
    said.textContent = reasonOf(error);
    button.focus();
  }
}

/** @param {HTMLFormElement} form */
async function answerOf(form) {
  const options = JSON.parse(form.dataset.options ?? '{}');
  const found =
    form.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return /** @type {PublicKeyCredential} */ (found).toJSON();
}

/** @param {unknown} error */
function reasonOf(error) {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return gettext('This device already has a passkey of your account.');
  if (name === 'NotAllowedError') return gettext('The browser did not get a passkey. Try again.');
  return gettext('This browser cannot use passkeys here.');
}
