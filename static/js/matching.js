/** Decides whether an update belongs on a page that shows only some of them. */

/** @typedef {Map<string, Set<string>>} Filter what is wanted, by name; an empty map wants everything */

/** @type {Record<string, (article: HTMLElement) => string[]>} */
const VALUES = {
  topic: (article) => (article.dataset.topics ?? '').split(/\s+/),
  kind: (article) => [article.dataset.kind ?? ''],
  key: (article) => [article.dataset.key ?? '0'],
  speaker: (article) => [article.dataset.speaker ?? ''],
  lang: (article) => [article.lang || document.documentElement.lang],
};

/**
 * Reads the filter as the server understood it (`data-filter`, a query string), or else from the address.
 * @param {HTMLElement | null} list
 * @returns {Filter}
 */
export function filterOf(list) {
  const wanted = new URLSearchParams(list?.dataset.filter ?? location.search);
  return new Map(
    Object.keys(VALUES)
      .map((name) => /** @type {[string, Set<string>]} */ ([name, new Set(wanted.getAll(name).filter(Boolean))]))
      .filter(([, values]) => values.size > 0),
  );
}

/**
 * One value of each name is enough, and every name has to be satisfied: `?topic=iran&topic=tibet&key=1`.
 * @param {HTMLElement} article
 * @param {Filter} filter
 */
export function matches(article, filter) {
  return [...filter].every(([name, wanted]) => VALUES[name](article).some((value) => wanted.has(value)));
}
