/** On a live page the form to report an error opens in a dialog; elsewhere its link leads to a page of its own. */

import { isPlainClick } from './clicks.js';
import { htmx } from './htmx.js';

const REFUSED = [422, 429]; // answers that bring the form back
const SAID = '.report-sent, .report-error:not([hidden]), [aria-invalid=true]';

export function startReport() {
  const dialog = document.getElementById('report-dialog');
  const place = document.getElementById('report-place');
  if (!(dialog instanceof HTMLDialogElement) || !place) return;

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a.report-link') : null;
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event)) return;
    event.preventDefault();
    open(dialog, place, link.href);
  });
  place.addEventListener('htmx:after:swap', () => focusOn(place, SAID));
  place.addEventListener('htmx:response:error', (event) => {
    const { ctx } = /** @type {CustomEvent<{ctx: {response: {status: number}}}>} */ (event).detail;
    if (!REFUSED.includes(ctx.response.status)) showFailure(place);
  });
  place.addEventListener('htmx:error', () => showFailure(place));
  dialog.addEventListener('close', () => place.replaceChildren());
}

/**
 * The form comes from its own page, which is the same for everybody. Where there is none any more, that page says why.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} place
 * @param {string} address
 */
async function open(dialog, place, address) {
  const swap = 'innerHTML ignoreTitle:true';
  await htmx.ajax('GET', address, { source: dialog, target: place, select: '#report', swap });
  if (!place.querySelector('form')) return location.assign(address);
  if (!dialog.open) dialog.showModal();
  focusOn(place, 'textarea');
}

/** @param {HTMLElement} place */
function showFailure(place) {
  const failed = /** @type {HTMLElement | null} */ (place.querySelector('[data-failed]'));
  if (failed) failed.hidden = false;
}

/** @param {HTMLElement} place @param {string} selector */
function focusOn(place, selector) {
  const found = /** @type {HTMLElement | null} */ (place.querySelector(selector));
  found?.focus();
}
