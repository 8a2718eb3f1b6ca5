/** On a live page the form to report an error opens in a dialog; elsewhere its link leads to a page of its own. Loads with the first click. */

import { htmx } from './htmx.js';
import { loadStyles } from './styles.js';

const REFUSED = [422, 429]; // answers that bring the form back
const SAID = '.report-sent, .report-error:not([hidden]), [aria-invalid=true]';

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('report-dialog'));
const styles = loadStyles(new URL('../css/report.css', import.meta.url));
const place = /** @type {HTMLElement} */ (document.getElementById('report-place'));

place.addEventListener('htmx:after:swap', () => focusOn(SAID));
place.addEventListener('htmx:response:error', (event) => {
  const { ctx } = /** @type {CustomEvent<{ctx: {response: {status: number}}}>} */ (event).detail;
  if (!REFUSED.includes(ctx.response.status)) showFailure();
});
place.addEventListener('htmx:error', showFailure);
dialog.addEventListener('close', () => place.replaceChildren());

/**
 * The form comes from its own page, which is the same for everybody. Where there is none any more, that page says why.
 * @param {HTMLAnchorElement} link
 */
export async function openReport({ href }) {
  const swap = 'innerHTML ignoreTitle:true';
  await htmx.ajax('GET', href, { source: dialog, target: place, select: '#report', swap });
  await styles;
  if (!place.querySelector('form')) return location.assign(href);
  if (!dialog.open) dialog.showModal();
  focusOn('textarea');
}

function showFailure() {
  const failed = /** @type {HTMLElement | null} */ (place.querySelector('[data-failed]'));
  if (failed) failed.hidden = false;
}

/** @param {string} selector */
function focusOn(selector) {
  const found = /** @type {HTMLElement | null} */ (place.querySelector(selector));
  found?.focus();
}
