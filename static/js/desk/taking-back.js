/**
 * Shows for how long an update can be taken back, `form[data-take-back="<seconds>"]`, and removes the form afterwards.
 * The seconds are the server's, counted from when the form came; the numbers tick for eyes only.
 */

import { ngettext } from '../messages.js';

const TICK_MS = 1_000;
const LAST_SECONDS = 15; // a screen reader hears it at first, and once more when so many are left

/** @type {WeakMap<HTMLElement, number>} */
const ends = new WeakMap(); // by the form, on the clock of `performance.now()`

/** @type {WeakMap<Element, number>} */
const arrivals = new WeakMap(); // when an update came, on the same clock

export function startTakingBack() {
  tick();
  setInterval(tick, TICK_MS);
  document.addEventListener('dateline:shown', tick); // updates that arrived have their tools now
  // Taken back, here or from the update itself: what is offered beside the message is done.
  document.addEventListener('dateline:message', () => {
    const taken = /** @type {HTMLFormElement | null} */ (document.querySelector('.take-back[aria-busy]'));
    const beside =
      taken && document.querySelector(`#just-published .take-back[action="${CSS.escape(actionOf(taken))}"]`);
    if (beside) offerAgain(/** @type {HTMLElement} */ (beside));
  });
}

/** The text is not lost: it can become a new one.
 * @param {HTMLElement} form */
function offerAgain(form) {
  const again = /** @type {HTMLElement | null | undefined} */ (form.parentElement?.querySelector('.just-again'));
  for (const other of form.parentElement?.querySelectorAll('.just-edit, [data-take-back-said]') ?? []) other.remove();
  form.remove();
  if (again) again.hidden = false;
}

/** @param {HTMLFormElement} form */
const actionOf = (form) => form.getAttribute('action') ?? '';

function tick() {
  noteArrivals();
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('[data-take-back]'))) {
    const left = Math.ceil((endOf(form) - performance.now()) / 1_000);
    if (left > 0) show(form, left);
    else if (!form.hasAttribute('aria-busy')) remove(form);
  }
}

/** @param {HTMLFormElement} form @param {number} left seconds */
function show(form, left) {
  const words = form.querySelector('.take-back-left');
  if (words) words.textContent = `${left} s`;
  const said = /** @type {HTMLElement | null | undefined} */ (
    form.parentElement?.querySelector('[data-take-back-said]')
  );
  if (said && (!said.textContent || (left <= LAST_SECONDS && said.dataset.takeBackSaid !== 'last'))) {
    said.dataset.takeBackSaid = left <= LAST_SECONDS ? 'last' : 'first';
    said.textContent = ngettext(
      'You can take it back for %(num)s more second.',
      'You can take it back for %(num)s more seconds.',
      left,
    );
  }
}

/** The focus stays where the update's other tools are.
 * @param {HTMLFormElement} form */
function remove(form) {
  const hadFocus = form.contains(document.activeElement);
  const next = /** @type {HTMLElement | null} */ (
    form.closest('.tools')?.querySelector('a, button') ?? document.getElementById('said')
  );
  form.parentElement?.querySelector('[data-take-back-said]')?.remove();
  form.remove();
  if (hadFocus) next?.focus();
}

/** @param {HTMLFormElement} form */
function endOf(form) {
  const known = ends.get(form);
  if (known !== undefined) return known;
  const seconds = Number(form.dataset.takeBack) - ageOf(form);
  const end = performance.now() + seconds * 1_000;
  ends.set(form, end);
  return end;
}

/** For how long the update has been on the page: one that waited to be shown has its tools only since then.
 * @param {HTMLFormElement} form @returns {number} seconds */
function ageOf(form) {
  const id = /** @type {HTMLElement | null} */ (form.closest('.tools'))?.dataset.for ?? '';
  const came = arrivals.get(document.querySelector(`#updates > [data-update="${CSS.escape(id)}"]`) ?? form);
  return came === undefined ? 0 : (performance.now() - came) / 1_000;
}

function noteArrivals() {
  for (const article of document.querySelectorAll('#updates > [data-update]')) {
    if (!arrivals.has(article)) arrivals.set(article, performance.now());
  }
}
