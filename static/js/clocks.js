/** Shows times in the zone that the reader has chosen: each place's own, that of one city of the visit, or the reader's. */

import { gettext } from './messages.js';
import { isKnown, nameOf, ownZone, words } from './moments.js';

/** @typedef {{city: string, zone: string}} Clock */

const KEY = 'dateline:clock';
const OWN = '*';

/** @type {Clock | null} null: the zone of the place where it happened */
let chosen = null;
let choice = '';
let isRewritten = false; // until then the page shows the server's times

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
 * Writes all times below `root` in the chosen zone, with city and day. Applied to new content before it is inserted, so
 * that a screen reader does not read what is on the page already again.
 * @param {ParentNode} [root]
 */
export function writeMoments(root = document) {
  if (!isRewritten) return;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-city]'))) writePlace(place);
}

/** Call after every message: it may bring a new control without the choice, or the chosen city that was missing. */
export function keepChoice() {
  if (choice && !chosen) follow();
  else if (isRewritten) showChoice();
}

/** Switches to the chosen zone, if this page has it and this browser knows it; else to that of each place. */
function follow() {
  chosen = clockOf(choice);
  showChoice();
  if (!chosen && !isRewritten) return;
  isRewritten = true;
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

/** The time at the place itself moves to the tooltip.
 * @param {HTMLTimeElement} time @param {string} city */
function writeTime(time, city) {
  const { zone: own = 'UTC', format = '' } = time.dataset;
  const zone = chosen?.zone ?? own;
  if (isKnown(zone)) write(time, words(time.dateTime, zone, format));
  if (!chosen) time.removeAttribute('title');
  else if (format === 'clock' && isKnown(own)) {
    const comma = gettext(', ');
    time.title = `${words(time.dateTime, own, 'clock')} ${city}${comma}${words(time.dateTime, own, 'day')}`;
  }
}

/** In another zone a time may fall on another day, which then has to be shown.
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

/** Writing the same words again would make a screen reader read them again.
 * @param {Element} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const selectElement = () => /** @type {HTMLSelectElement | null} */ (document.querySelector('#times-in select'));

function recall() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // storage is forbidden
  }
}

/** @param {string} name */
function remember(name) {
  choice = name;
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}
