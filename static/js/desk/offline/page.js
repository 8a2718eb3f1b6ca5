/** Makes the page that opens without a connection: a composer for the visit of the address, or the visits known on this device. */

import { hasText } from '../fields.js';
import { readKnown } from './known-visits.js';

/** @typedef {import('./known-visits.js').KnownVisit} KnownVisit */

const PROBE = '/desk/manifest.webmanifest'; // says nothing, and needs no session
const PROBE_EVERY_MS = 15_000;

const known = readKnown();
const slug = /^\/desk\/visits\/([^/]+)/.exec(location.pathname)?.[1] ?? '';
const visit = known?.visits[slug];
const form = /** @type {HTMLFormElement} */ (document.getElementById('composer'));

function start() {
  document.body.dataset.offline = '';
  if (known) document.body.dataset.reporter = known.account;
  if (visit) compose(visit);
  else show(Object.keys(known?.visits ?? {}).length > 0 ? 'offline-visits' : 'offline-nothing');
  listVisits();
  for (const name of ['online', 'pageshow']) addEventListener(name, probe);
  document.addEventListener('visibilitychange', probe);
  setInterval(probe, PROBE_EVERY_MS);
}

/** @param {KnownVisit} visit */
function compose({ title, lang, here, banner, stops, main }) {
  const address = `/desk/visits/${slug}/updates`;
  document.body.dataset.visit = slug;
  form.setAttribute('action', address);
  form.setAttribute('hx-post', address); // Ctrl and Enter look for it
  const tray = /** @type {HTMLElement} */ (form.querySelector('[data-tray]'));
  tray.dataset.tray = `/desk/visits/${slug}/media`;
  form.dataset.here = here;
  form.dataset.banner = banner;
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem('stop'));
  for (const [key, city, zone] of stops) {
    const option = new Option(city, key, key === here, key === here);
    if (zone) option.dataset.zone = zone;
    select.append(option);
  }
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'lang', value: lang }));
  if (main) offerMain(main);
  const heading = document.querySelector('[data-visit-title]');
  if (heading) heading.textContent = title;
  form.hidden = false;
  show('offline-compose');
}

/** Who could not publish at the visit is offered first what could be done; the server decides when the text gets there.
 * @param {string} action */
function offerMain(action) {
  const button = /** @type {HTMLButtonElement} */ (document.getElementById('main-action'));
  const same = form.querySelector(`[name=action][value="${CSS.escape(action)}"]:not(#main-action)`);
  if (!same) return;
  button.value = action;
  Object.assign(button.dataset, { action, label: same.textContent ?? '' });
  same.remove();
}

function listVisits() {
  const list = document.querySelector('#offline-visits ul');
  for (const [slug, { title }] of Object.entries(known?.visits ?? {})) {
    const link = Object.assign(document.createElement('a'), { href: `/desk/visits/${slug}`, textContent: title });
    link.dataset.visitLink = '';
    link.dir = 'auto';
    const entry = document.createElement('li');
    entry.append(link);
    list?.append(entry);
  }
}

/** @param {string} id */
function show(id) {
  const part = document.getElementById(id);
  if (part) part.hidden = false;
}

/** Opens the desk as soon as the server answers, or offers it while somebody writes. */
async function probe() {
  if (document.hidden) return;
  const answer = await fetch(PROBE, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return;
  if (!hasText(form)) location.reload();
  else show('offline-back');
}

start(); // before the other scripts of the desk look at the page
