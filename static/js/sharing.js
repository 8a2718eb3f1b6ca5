/** Entry of the page for web editors: options take effect at once in the preview and in the code to copy. */

import { copyField, shareOrCopy } from './copying.js';
import { leadLanguagesHere } from './filters.js';
import './page.js';
import { startShare } from './share.js';

const form = /** @type {HTMLFormElement | null} */ (document.getElementById('options'));
let turn = 0; // the answer to an older choice is dropped

/** @param {HTMLFormElement} chosen */
function addressOf(chosen) {
  const given = [...new FormData(chosen)]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, String(value)]);
  const address = new URL(location.href);
  address.search = new URLSearchParams(given).toString();
  return address;
}

/** Takes the parts from the page that the server renders for these options, as it does without scripts.
 * @param {HTMLFormElement} chosen */
async function show(chosen) {
  const mine = ++turn;
  const address = addressOf(chosen);
  try {
    const answer = await fetch(address);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (mine !== turn) return;
    if (!answer.ok) return chosen.submit();
    history.replaceState(null, '', address);
    leadLanguagesHere();
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-offer]'))) {
      const other = next.querySelector(`[data-offer="${part.dataset.offer}"]`);
      if (other) bringUpToDate(part, other);
    }
  } catch {
    chosen.submit();
  }
}

/** @param {HTMLElement} part @param {Element} other */
function bringUpToDate(part, other) {
  if (part instanceof HTMLTextAreaElement) part.value = other.textContent ?? '';
  if (part instanceof HTMLInputElement) part.value = other.getAttribute('value') ?? '';
  if (part instanceof HTMLParagraphElement) part.textContent = other.textContent;
  for (const name of ['href', 'src']) {
    const value = other.getAttribute(name);
    if (value !== null && value !== part.getAttribute(name)) part.setAttribute(name, value);
  }
}

startShare(async () => ({ copyField, shareOrCopy }));
if (form) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll('[data-unscripted]'))) {
    button.hidden = true;
  }
  form.addEventListener('change', () => show(form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    show(form);
  });
}
