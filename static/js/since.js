/** Shows readers who come back what is new since they left: a line in the stream, and a way to the first of it. */

import { lastAbsence, noteRead, watchAbsence } from './absence.js';
import { goTo } from './goto.js';
import { articlesOf, isPublished, numberOf } from './matching.js';
import { ownZone, words } from './moments.js';
import { gettext, ngettext } from './messages.js';
import { keepPlace } from './place.js';

/** @typedef {import('./absence.js').Absence} Absence */
/** @typedef {{first: HTMLElement, isHere: boolean, count: number}} Missed `first` in time of those on this page; whether it is the first of all */

const TICK_MS = 30_000;
const DAY_MS = 24 * 3_600_000;
const HASH = '#since';

export function startSince() {
  const list = document.getElementById('updates');
  const wire = document.getElementById('wire');
  if (!list || !wire || list.dataset.filter === undefined) return;
  const name = `${wire.dataset.slug}?${list.dataset.filter}`;
  const epoch = (wire.dataset.cursor ?? '').split(':')[0];
  const draw = openMarks(list, () => noteRead(name, epoch));
  if (list.dataset.front === undefined) return draw(lastAbsence(name, epoch));

  const absence = watchAbsence(name, epoch, {
    newest: () => Math.max(0, ...articlesOf(list).map(numberOf)),
    newestSeen: () => Math.max(0, ...visible(list).map(numberOf)),
  });
  const notice = () => draw(absence.notice());
  for (const event of ['pageshow', 'pagehide']) addEventListener(event, notice);
  for (const event of ['visibilitychange', 'dateline:shown']) document.addEventListener(event, notice);
  setInterval(notice, TICK_MS);
  notice();
}

/** The line, and on the front page the way to it.
 * @param {HTMLElement} list @param {() => void} reached called when the line comes into view */
function openMarks(list, reached) {
  const isFront = list.dataset.front !== undefined;
  const line = made('p', 'since');
  const jump = made('section', 'since-jump');
  jump.ariaLabel = gettext('Since you left');
  const sentence = jump.appendChild(document.createElement('span'));
  const link = jump.appendChild(document.createElement('a'));
  let drawn = '';
  new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && reached()).observe(line);
  link.textContent = gettext('Go to the first');
  link.addEventListener('click', (event) => {
    if (!line.isConnected) return;
    event.preventDefault();
    goToFirst();
  });

  function goToFirst() {
    const first = line.previousElementSibling;
    if (first instanceof HTMLElement) goTo(first);
  }

  /** @param {Missed} missed @param {Absence} absence */
  function put({ first, isHere, count }, { at, number }) {
    const when = wordsFor(at);
    line.textContent = isFront
      ? ngettext('%(num)s new since %(when)s', '%(num)s new since %(when)s', count, { when })
      : gettext('New since %(when)s', { when });
    sentence.textContent = `${ngettext('%(num)s update since you left, %(when)s.', '%(num)s updates since you left, %(when)s.', count, { when })} `;
    link.href = isHere ? HASH : addressOf(number + 1);
    if (isHere) first.after(line);
    if (isFront) document.querySelector('.stream-head')?.append(jump);
  }

  return (/** @type {Absence | undefined} */ absence) => {
    const missed = absence ? missedOf(list, absence) : null;
    const next = JSON.stringify([absence?.number, absence?.at, missed?.first.dataset.update, missed?.count]);
    if (next === drawn) return;
    const isFirst = drawn === '';
    drawn = next;
    const keep = keepPlace(false);
    if (!missed?.isHere) line.remove();
    if (missed && absence) put(missed, absence);
    else jump.remove();
    keep();
    if (isFirst && location.hash === HASH && line.isConnected) goToFirst();
  };
}

/** @param {HTMLElement} list @param {Absence} absence @returns {Missed | null} */
function missedOf(list, { number, until }) {
  const articles = visible(list);
  const missed = articles.filter((one) => numberOf(one) > number && numberOf(one) <= (until ?? Infinity));
  const first = missed[missed.length - 1];
  if (!first) return null;
  const between = numberOf(first) - number - 1; // on earlier pages, unless a filter passes over them
  const isWhole = document.querySelector('#pager .pager-older') === null;
  const isHere = isWhole || between === 0 || articles.some((one) => numberOf(one) <= number);
  if (!isHere && list.dataset.filter) return null; // nobody knows how many
  const count = missed.filter(isPublished).length + (isHere ? 0 : between);
  return count > 0 ? { first, isHere, count } : null;
}

/** The page that holds an update: pages are counted from the first one.
 * @param {number} number */
function addressOf(number) {
  const size = Number(document.getElementById('pager')?.dataset.size);
  const path = location.pathname.replace(/\/updates\/[^/]*$/, ''); // from the page of a permalink as well
  return `${path}?page=${Math.ceil(number / size)}${HASH}`;
}

/** @param {number} at */
function wordsFor(at) {
  const [clock, day] = ['clock', 'day'].map((format) => words(new Date(at).toISOString(), ownZone() || 'UTC', format));
  const whose = ownZone() ? gettext('your time') : 'UTC';
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY_MS);
  if (days === 0) return `${clock}, ${whose}`;
  if (days === 1) return gettext('yesterday %(clock)s, %(zone)s', { clock, zone: whose });
  return `${day}, ${clock}, ${whose}`;
}

/** @param {HTMLElement} list */
const visible = (list) => articlesOf(list).filter((article) => !article.hidden);

/** @param {string} name @param {string} className */
function made(name, className) {
  const element = document.createElement(name);
  element.className = className;
  return element;
}
