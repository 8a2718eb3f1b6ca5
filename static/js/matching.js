/** Decides whether an update matches this page's filter, and where in the list it belongs. */

/** @typedef {[string, string][]} Filter names and values; an empty filter matches everything */

/** The same conditions as in `blog/queries/filters.py`, on an article's data attributes.
 * @type {Record<string, (article: HTMLElement, value: string) => boolean>} */
const HAS = {
  topic: ({ dataset }, value) => (dataset.topics ?? '').split(' ').includes(value),
  speaker: ({ dataset }, value) => dataset.speaker === value,
  delegation: ({ dataset }, value) => dataset.delegation === value,
  stop: ({ dataset }, value) => dataset.stop === value,
  kind: ({ dataset }, value) => dataset.kind === value,
  lang: ({ dataset }, value) => (dataset.lang ?? document.documentElement.lang) === value,
  key: ({ dataset }, value) => dataset.key === value,
};

/** In the order of an address's arguments. */
export const NAMES = Object.keys(HAS);

/** Reads the filter as the server understood it (`data-filter`, a query string).
 * @param {HTMLElement | null} list @returns {Filter} */
export const filterOf = (list) => [...new URLSearchParams(list?.dataset.filter ?? '')].filter(([name]) => name in HAS);

/** @param {HTMLElement} article @param {Filter} filter */
export const matches = (article, filter) => filter.every(([name, value]) => HAS[name](article, value));

/** @param {HTMLElement} article */
export const isPublished = (article) => article.dataset.state === 'published';

/** @param {Element | null} list */
export const articlesOf = (list) =>
  /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll(':scope > [data-update]') ?? [])]);

/** @param {HTMLElement} article */
export const numberOf = ({ dataset }) => Number(dataset.number);

/** Whether an update that is missing on the page lies between its oldest and its newest.
 * @param {HTMLElement | null} list @param {HTMLElement} article */
export function liesWithin(list, article) {
  if (list?.dataset.filter === undefined) return false;
  const numbers = articlesOf(list).map(numberOf);
  const isCut =
    numbers.length >= Number(list.dataset.most ?? Infinity) || document.querySelector('#pager .pager-older') !== null;
  const newest = list.dataset.front === undefined ? numbers[0] : Infinity;
  return numberOf(article) < newest && numberOf(article) > (isCut ? numbers[numbers.length - 1] : 0);
}

/** @param {Element | null} list */
export const shownIn = (list) => articlesOf(list).filter((article) => !article.hidden);

/** Inserts an update where it belongs in the list. On the page of a permalink, words stand above the one it leads to.
 * @param {HTMLElement} list @param {HTMLElement} article */
export function putIn(list, article) {
  const older = articlesOf(list).find((other) => numberOf(other) < numberOf(article));
  const words = older?.previousElementSibling;
  list.insertBefore(article, (words?.matches('.followed') ? words : older) ?? list.querySelector(':scope > .empty'));
  return article;
}

/** Inserts an empty article where a missing one belongs, for a partial to fill.
 * @param {HTMLElement} list @param {HTMLElement} article */
export const makePlace = (list, article) => putIn(list, /** @type {HTMLElement} */ (article.cloneNode()));
