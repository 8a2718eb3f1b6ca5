/** Owns the clock that the reader goes by: each place's own, that of a city of the visit, or the reader's. */

import { isKnown, nameOf, ownZone, words } from './moments.js';

/** @typedef {{city: string, zone: string}} Clock */

const KEY = 'dateline:clock';
const OWN = '*';

/** @type {Clock | null} null is the clock of the place where it happened */
let chosen = null;
let choice = '';
let rewritten = false; // until then the page says what the server wrote

export function startClocks() {
  choice = recall();
  if (choice) follow();
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLSelectElement) || !target.closest('#times-in')) return;
    remember(target.value);
    follow();
  });
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY) return;
    choice = newValue ?? '';
    follow();
  });
}

/**
 * Writes all moments below `root` by the clock that was chosen, city and day included. Given to a fragment before it is
 * put in place, so that what is on the page already is not touched, and not read out again.
 * @param {ParentNode} [root]
 */
export function writeMoments(root = document) {
  if (!rewritten) return;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-city]'))) writePlace(place);
}

/** The wire may bring a control in which nothing is chosen, or the very city that was missing in it. */
export function keepChoice() {
  if (choice && !chosen) follow();
  else if (rewritten) showChoice();
}

/** Goes by the clock that is chosen, if this page has it and this browser knows it; else by that of each place. */
function follow() {
  chosen = clockOf(choice);
  showChoice();
  if (!chosen && !rewritten) return;
  rewritten = true;
  writeMoments();
  document.dispatchEvent(new Event('dateline:clock'));
}

/** @param {string} name @returns {Clock | null} */
function clockOf(name) {
  if (name === OWN) return ownZone() ? { city: nameOf(ownZone()), zone: ownZone() } : null;
  const zone = [...(selectElement()?.options ?? [])].find(({ value }) => value === name)?.dataset.zone;
  return zone && isKnown(zone) ? { city: name, zone } : null;
}

function showChoice() {
  const select = selectElement();
  if (select) select.value = chosen ? choice : '';
  const untold = document.getElementById('clock-untold');
  if (untold) untold.hidden = choice !== OWN || chosen !== null;
}

/** @param {HTMLElement} place an element that names its city */
function writePlace(place) {
  for (const time of place.querySelectorAll('time')) writeTime(time, place.dataset.city ?? '');
  for (const city of place.querySelectorAll('.city')) write(city, chosen?.city ?? place.dataset.city ?? '');
  for (const day of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll('[data-unless]'))) showDay(day);
}

/** What time it was at the place itself stays to be had, under the pointer.
 * @param {HTMLTimeElement} time @param {string} city */
function writeTime(time, city) {
  const { zone: own = 'UTC', format = '' } = time.dataset;
  const zone = chosen?.zone ?? own;
  if (isKnown(zone)) write(time, words(time.dateTime, zone, format));
  if (!chosen) time.removeAttribute('title');
  else if (format === 'clock' && isKnown(own)) {
    time.title = `${words(time.dateTime, own, 'clock')} ${city}, ${words(time.dateTime, own, 'day')}`;
  }
}

/** A day that need not be said by the clocks of one place may have to be by those of another.
 * @param {HTMLElement} element */
function showDay(element) {
  const time = element.querySelector('time');
  const own = time?.dataset.zone ?? 'UTC';
  if (!time || !isKnown(own)) return;
  const zone = chosen?.zone ?? own;
  const other = element.dataset.unless
    ? words(element.dataset.unless, zone, 'full day')
    : words(time.dateTime, own, 'full day');
  element.hidden = words(time.dateTime, zone, 'full day') === other;
}

/** The same words written again would be read out again.
 * @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const selectElement = () => /** @type {HTMLSelectElement | null} */ (document.querySelector('#times-in select'));

function recall() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // storage may be forbidden
  }
}

/** @param {string} name */
function remember(name) {
  choice = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // then it lasts as long as the page
  }
}
