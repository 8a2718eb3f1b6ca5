/** Draws what is new since the reader left: a line in the list, and on the front page a link to the first new update. */

import { inLanguage } from './filters.js';
import { goTo } from './goto.js';
import { isPublished, numberOf, shownIn } from './matching.js';
import { gettext, ngettext } from './messages.js';
import { ownZone, words } from './moments.js';
import { keepPlace } from './place.js';

/** @typedef {import('./absence.js').Absence} Absence */
/** @typedef {{first: HTMLElement, isHere: boolean, count: number}} Missed `first`: the oldest missed update on this page; `isHere`: whether it is the oldest of all */

const DAY_MS = 24 * 3_600_000;
const HASH = '#since';

export class Marks {
  #list;
  #isFront;
  #line = made('p', 'since');
  #jump = made('section', 'since-jump');
  #sentence = document.createElement('span');
  #link = document.createElement('a');
  #drawn = '';

  /**
   * @param {HTMLElement} list
   * @param {() => void} reached called when the line comes into view
   */
  constructor(list, reached) {
    this.#list = list;
    this.#isFront = list.dataset.front !== undefined;
    this.#jump.ariaLabel = gettext('Since you left');
    this.#jump.append(this.#sentence, this.#link);
    this.#link.textContent = gettext('Go to the first');
    this.#link.addEventListener('click', (event) => {
      if (!this.#line.isConnected) return;
      event.preventDefault();
      this.#goToFirst();
    });
    new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && reached()).observe(this.#line);
  }

  /** @param {Absence | undefined} absence */
  draw(absence) {
    const missed = absence ? missedOf(this.#list, absence) : null;
    const next = JSON.stringify([absence?.number, absence?.at, missed?.first.dataset.update, missed?.count]);
    if (next === this.#drawn) return;
    const isFirst = this.#drawn === '';
    this.#drawn = next;
    const keep = keepPlace(false);
    if (!missed?.isHere) this.#line.remove();
    if (missed && absence) this.#put(missed, absence);
    else this.#jump.remove();
    keep();
    if (isFirst && location.hash === HASH && this.#line.isConnected) this.#goToFirst();
  }

  /** @param {Missed} missed @param {Absence} absence */
  #put({ first, isHere, count }, { at, number }) {
    const when = wordsFor(at);
    this.#line.textContent = this.#isFront
      ? ngettext('%(num)s new since %(when)s', '%(num)s new since %(when)s', count, { when })
      : gettext('New since %(when)s', { when });
    const sentence = ngettext(
      '%(num)s update since you left, %(when)s.',
      '%(num)s updates since you left, %(when)s.',
      count,
      { when },
    );
    this.#sentence.textContent = `${sentence} `;
    this.#link.href = isHere ? HASH : addressOf(number + 1);
    if (isHere) first.after(this.#line);
    if (this.#isFront) document.querySelector('.stream-head')?.append(this.#jump);
  }

  #goToFirst() {
    const first = this.#line.previousElementSibling;
    if (first instanceof HTMLElement) goTo(first);
  }
}

/** @param {HTMLElement} list @param {Absence} absence @returns {Missed | null} */
function missedOf(list, { number, until }) {
  const articles = shownIn(list);
  const missed = articles.filter((one) => numberOf(one) > number && numberOf(one) <= (until ?? Infinity));
  const first = missed[missed.length - 1];
  if (!first) return null;
  const between = numberOf(first) - number - 1; // on earlier pages, unless a filter leaves them out
  const isWhole = document.querySelector('#pager .pager-older') === null;
  const isHere = isWhole || between === 0 || articles.some((one) => numberOf(one) <= number);
  if (!isHere && list.dataset.filter) return null; // with a filter nobody knows how many
  const count = missed.filter(isPublished).length + (isHere ? 0 : between);
  return count > 0 ? { first, isHere, count } : null;
}

/**
 * The page that holds an update: pages are counted from the first one.
 * @param {number} number
 */
function addressOf(number) {
  const size = Number(document.getElementById('pager')?.dataset.size);
  const path = location.pathname.replace(/\/updates\/[^/]*$/, ''); // from the page of a permalink as well
  return `${path}?${inLanguage(new URLSearchParams({ page: String(Math.ceil(number / size)) }))}${HASH}`;
}

/** @param {number} at */
function wordsFor(at) {
  const moment = new Date(at).toISOString();
  const zone = ownZone() || 'UTC';
  const clock = words(moment, zone, 'clock');
  const whose = ownZone() ? gettext('your time') : 'UTC';
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY_MS);
  if (days === 0) return `${clock}, ${whose}`;
  if (days === 1) return gettext('yesterday %(clock)s, %(zone)s', { clock, zone: whose });
  return `${words(moment, zone, 'day')}, ${clock}, ${whose}`;
}

/** @param {string} name @param {string} className */
function made(name, className) {
  const element = document.createElement(name);
  element.className = className;
  return element;
}
