/** Keeps a page that is open all day light: takes the oldest updates off its end, and leads to them by the pager. */

import { inLanguage } from './filters.js';
import { htmx } from './htmx.js';
import { articlesOf, numberOf, shownIn } from './matching.js';
import { gettext } from './messages.js';

const MOST_PAGES = 3; // a fresh page has one to two
const NEXT = '<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-next"/></svg>';
const IN_USE = 'details[data-menu][open], dialog[open], form[data-dirty]';

/** How many updates a list shows at most. In a frame the site around it has chosen; an older page does not grow.
 * @param {HTMLElement | null} list */
export function mostOn(list) {
  if (list?.dataset.most !== undefined) return Number(list.dataset.most);
  const size = Number(pager()?.dataset.size ?? 0);
  return list?.dataset.front === undefined || size === 0 ? Infinity : MOST_PAGES * size;
}

/**
 * Takes the oldest off the end of a list that has become too long, but nothing that is in use, and so nothing newer either.
 * @param {HTMLElement | null} list
 */
export function trim(list) {
  const oldestFirst = shownIn(list).slice(mostOn(list)).reverse();
  if (!list || oldestFirst.length === 0) return;
  if (list.dataset.most !== undefined) return oldestFirst.forEach(removeWhole);
  if (list.closest('[hidden]')) return; // whoever closes the search goes on where they were
  const used = oldestFirst.findIndex(isInUse);
  const gone = used < 0 ? oldestFirst : oldestFirst.slice(0, used);
  gone.forEach(removeWhole);
  leadOn(list, gone.length);
}

/**
 * Takes off all that is older than an update, because what lies between it and them is not shown.
 * @param {HTMLElement} list
 * @param {HTMLElement} oldest that stays
 * @param {number} between how many lie between
 */
export function removeOlder(list, oldest, between) {
  const gone = articlesOf(list).filter((one) => numberOf(one) < numberOf(oldest));
  gone.forEach(removeWhole);
  leadOn(list, gone.length + between);
}

/** With the desk's tools for it, and the words above the update of a permalink.
 * @param {HTMLElement} article */
function removeWhole(article) {
  for (const beside of besides(article)) beside.remove();
  article.remove();
}

/** @param {HTMLElement} article */
function besides(article) {
  const [before, after] = [article.previousElementSibling, article.nextElementSibling];
  return [before?.matches('.followed') && before, after?.matches('.tools') && after].filter(
    (one) => one instanceof Element,
  );
}

/** Whether somebody reads it, or will in a moment, has the focus or a selection in it, or writes there.
 * @param {HTMLElement} article */
function isInUse(article) {
  const { top, bottom } = article.getBoundingClientRect();
  if (bottom > -innerHeight && top < 2 * innerHeight) return true;
  const selection = getSelection();
  return [article, ...besides(article)].some(
    (one) =>
      one.contains(document.activeElement) ||
      one.querySelector(IN_USE) !== null ||
      (selection !== null && !selection.isCollapsed && selection.containsNode(one, true)),
  );
}

/**
 * The pager's link to older updates begins where the list ends now: pages are counted from the oldest update.
 * @param {HTMLElement} list
 * @param {number} gone how many more are below the list
 */
function leadOn(list, gone) {
  const nav = pager();
  if (!nav || gone === 0) return;
  const below = Number(nav.dataset.below) + gone;
  nav.dataset.below = String(below);
  const link = nav.querySelector('.pager-older') ?? nav.appendChild(makeLink());
  const query = new URLSearchParams(list.dataset.filter);
  query.set('page', String(Math.ceil(below / Number(nav.dataset.size))));
  const older = `${location.pathname.replace(/\/updates\/[^/]*$/, '')}?${inLanguage(query)}`;
  link.setAttribute('href', older);
  if (!document.getElementById('visit')) return; // the desk's links load their page
  link.setAttribute('hx-get', older);
  htmx?.process(link);
}

function makeLink() {
  const link = document.createElement('a');
  link.className = 'pager-older';
  link.rel = 'next';
  link.innerHTML = `<span></span>${NEXT}`;
  link.firstElementChild?.append(gettext('Earlier updates'));
  return link;
}

const pager = () => document.getElementById('pager');
