/** Lets the wire, the focus and the scroll position go on after htmx has swapped `#visit` for another filter or page (`hx-get`). */

import { writeAges } from './ages.js';
import { restoreUnknownChoices } from './asked.js';
import { isPlainClick } from './clicks.js';
import { writeMoments } from './clocks.js';
import { leadLanguagesHere } from './filters.js';
import { gettext, ngettext } from './messages.js';
import { readTitle } from './title.js';
import { showVersions } from './versions.js';

/** @typedef {{sourceElement: Element, target: Element}} Request the part of htmx's request context that is used here */
/** @typedef {{filter: string | null, isPaging: boolean, top: number}} Link what was followed, and where the filters were in view */

const VISIT = 'visit';

export class Navigation {
  #live;
  #region = makeLiveRegion();
  /** @type {Map<string, number>} scroll positions by address, for the way back */
  #positions = new Map();
  /** @type {Link | null} null when the reader goes back or forward */
  #followed = null;
  #isLeaving = false; // which cancels a request, and is no error

  /** @param {import('./live.js').Live} live */
  constructor(live) {
    this.#live = live;
    // htmx 4.0.1 prevents the default of every click on a link, and then leaves clicks with a modifier key alone.
    document.addEventListener('click', leaveToBrowser, { capture: true });
    addEventListener('pagehide', () => (this.#isLeaving = true));
    addEventListener('pageshow', () => (this.#isLeaving = false));
    document.addEventListener('htmx:before:history:update', () => this.#positions.set(addressOf(location), scrollY));
    this.#on('htmx:before:swap', ({ sourceElement }) => (this.#followed = linkOf(sourceElement)));
    this.#on('htmx:finally:swap', () => this.#swapped());
    this.#on('htmx:response:error', (request) => this.#failed(request));
    this.#on('htmx:error', (request) => this.#failed(request));
  }

  /**
   * @param {string} name
   * @param {(request: Request) => void} act on a request that swaps the visit
   */
  #on(name, act) {
    document.addEventListener(name, (event) => {
      const request = /** @type {CustomEvent<{ctx?: Request}>} */ (event).detail.ctx;
      if (request?.target?.id === VISIT) act(request);
    });
  }

  #swapped() {
    const { arrivals, inbox, wire } = this.#live;
    prepare();
    readTitle(); // htmx has taken the title of the response
    takeAddress();
    arrivals.restart();
    document.dispatchEvent(new Event('dateline:navigated'));
    document.dispatchEvent(new Event('dateline:shown'));
    if (inbox.rejoin(visit()?.dataset.cursor ?? '')) wire.restart();
    if (this.#followed) arrive(this.#followed);
    else scrollTo({ top: this.#positions.get(addressOf(location)) ?? scrollY, behavior: 'instant' });
    this.#region.textContent = description();
  }

  /**
   * The server refused, or could not be reached: the browser loads the address itself, and shows what is wrong.
   * @param {Request} request
   */
  #failed({ sourceElement }) {
    if (this.#isLeaving) return;
    if (sourceElement instanceof HTMLAnchorElement) location.assign(sourceElement.href);
    else location.reload();
  }
}

/** @param {MouseEvent} event */
function leaveToBrowser(event) {
  const link = event.target instanceof Element ? event.target.closest('a[hx-get]') : null;
  if (link && !isPlainClick(event)) event.stopPropagation();
}

/** Repeats in the new content what scripts wrote into the old one, before anything is painted. */
function prepare() {
  restoreUnknownChoices();
  writeMoments(visit() ?? document);
  writeAges(visit() ?? document);
  showVersions(visit() ?? document);
}

/** The browser's own sharing takes the canonical address, and a printed page names it. */
function takeAddress() {
  const address = visit()?.dataset.address ?? '';
  document.querySelector('link[rel=canonical]')?.setAttribute('href', address);
  document.getElementById('printed-address')?.replaceChildren(address);
  leadLanguagesHere();
}

/** @param {Link} link */
function arrive({ filter, isPaging, top }) {
  const list = document.getElementById('updates');
  const chosen = filter === null ? null : document.querySelector(`#filters a[data-filter="${CSS.escape(filter)}"]`);
  const next = chosen?.checkVisibility() ? chosen : list;
  if (!(next instanceof HTMLElement)) return;
  next.focus({ preventScroll: true });
  if (isPaging) list?.scrollIntoView({ block: 'start', behavior: 'instant' });
  else scrollBy({ top: topOfFilters() - top, behavior: 'instant' });
}

/** For screen readers: which updates there are now, and how many. */
function description() {
  const count = document.querySelectorAll('#updates > [data-update]:not([hidden])').length;
  const chosen = [...document.querySelectorAll('.chosen-one [data-chosen]')].map((one) => one.textContent?.trim());
  const shown = ngettext('%(num)s update shown', '%(num)s updates shown', count);
  if (chosen.length > 0) return gettext('%(shown)s: %(chosen)s.', { shown, chosen: chosen.join(gettext(', ')) });
  const page = new URLSearchParams(location.search).get('page');
  return page ? gettext('Page %(page)s, %(shown)s.', { page, shown }) : `${shown}.`;
}

/** @param {Element} element */
function linkOf(element) {
  if (!(element instanceof HTMLAnchorElement)) return null;
  return {
    filter: element.closest('#filters') ? (element.dataset.filter ?? null) : null,
    isPaging: element.closest('#filters, .chosen, .empty') === null,
    top: topOfFilters(),
  };
}

/** New content cannot announce itself: a live region has to be on the page before its words. */
function makeLiveRegion() {
  const region = document.createElement('p');
  region.className = 'unseen';
  region.role = 'status';
  document.body.append(region);
  return region;
}

const visit = () => document.getElementById(VISIT);

const topOfFilters = () => document.querySelector('.stream-head')?.getBoundingClientRect().top ?? 0;

/** @param {Location} location */
const addressOf = ({ pathname, search }) => pathname + search;
