/** Puts *Edit* at those updates of a readers' page that the account signed in on this device may edit. */

import { forgetDesk, isDeskBrowser, onDeskForgotten } from './desk-mark.js';
import { askEditable } from './editable.js';
import { gettext } from './messages.js';

/** @typedef {{id: string, line: Element, heading: string}} Place where *Edit* of an update goes: to the end of a line */

const PAUSE_MS = 1_000; // updates that arrive together are asked about together
const ICON = '<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-edit"/></svg>';

class DeskTools {
  #desk;
  /** @type {Map<string, boolean>} which updates may be edited, as far as the server was asked */
  #known = new Map();
  #timer = 0;
  #isOver = false; // signed out, or not of this visit's team

  /** @param {string} desk the address of the visit's desk */
  constructor(desk) {
    this.#desk = desk;
    // After every message, before it is painted: a change of an update takes its link away.
    document.addEventListener('dateline:shown', () => this.#follow());
    onDeskForgotten(() => this.#end());
    addEventListener('pageshow', ({ persisted }) => persisted && !isDeskBrowser() && this.#end());
    this.#ask();
  }

  #follow() {
    if (this.#isOver) return;
    this.#draw();
    clearTimeout(this.#timer);
    if (this.#unknown().length > 0) this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  async #ask() {
    const ids = this.#unknown();
    if (ids.length === 0 || this.#isOver) return;
    const answer = await askEditable(this.#desk, ids);
    if (answer === null || this.#isOver) return; // the next arrival asks again
    if (answer.isSignedOut) forgetDesk();
    if (answer.isSignedOut || answer.isRefused) return this.#end();
    for (const id of answer.asked) this.#known.set(id, answer.edit.includes(id));
    this.#draw();
    this.#ask();
  }

  #unknown() {
    return [...new Set(places().map(({ id }) => id))].filter((id) => !this.#known.has(id));
  }

  #draw() {
    for (const { id, line, heading } of places()) {
      if (!this.#known.get(id) || line.querySelector('.update-edit')) continue;
      line.append(this.#linkTo(id, heading));
      line.toggleAttribute('data-editable', true);
    }
  }

  /** @param {string} id @param {string} heading the id of the element that names the update, if there is one */
  #linkTo(id, heading) {
    const link = document.createElement('a');
    link.className = 'update-edit';
    link.href = `${this.#desk}/updates/${id}`;
    link.title = gettext('Edit');
    link.innerHTML = `${ICON}<span></span>`;
    link.querySelector('span')?.append(gettext('Edit'));
    if (heading) link.setAttribute('aria-describedby', heading);
    return link;
  }

  #end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const link of document.querySelectorAll('.update-edit')) link.remove();
    for (const line of document.querySelectorAll('.update-ways[data-editable]')) line.removeAttribute('data-editable');
  }
}

export function startDeskTools() {
  const slug = /^\/live\/([^/]+)/.exec(location.pathname)?.[1];
  if (slug) new DeskTools(`/desk/visits/${slug}`);
}

/** Updates of a live page, results of a search, corrections, and the versions of one update.
 * @returns {Place[]} */
function places() {
  const found = [];
  for (const line of document.querySelectorAll('.update .update-ways')) {
    const { update, pinned } = /** @type {HTMLElement} */ (line.closest('.update')).dataset;
    const heading = line.querySelector('.update-link')?.getAttribute('aria-describedby') ?? '';
    found.push({ id: update ?? pinned ?? '', line, heading });
  }
  for (const line of document.querySelectorAll('.result-when, .correction-ways')) {
    const link = line.parentElement?.querySelector('a[href*="/updates/"]');
    found.push({ id: idIn(link?.getAttribute('href') ?? ''), line, heading: '' });
  }
  const crumb = document.querySelector('.crumb');
  if (crumb) found.push({ id: idIn(location.pathname), line: crumb, heading: '' });
  return found.filter(({ id }) => id !== '');
}

/** @param {string} address */
const idIn = (address) => /\/updates\/([\w-]+)/.exec(address)?.[1] ?? '';
