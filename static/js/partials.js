/** Reads the `<hx-partial>` elements of a message: where each one goes, and which update it brings. */

/** @typedef {HTMLElement} HxPartial has `hx-target`, `hx-swap` and the new content */

/**
 * @param {DocumentFragment} content of a message
 * @returns {HxPartial[]}
 */
export const partialsOf = (content) =>
  /** @type {HTMLElement[]} */ ([...content.children].filter((element) => element.matches('hx-partial')));

/**
 * Whether it is an update that was published just now, rather than a change of something that a page may already show.
 * @param {HxPartial} partial
 */
export const isNew = (partial) => partial.getAttribute('hx-swap') === 'afterbegin';

/**
 * @param {HxPartial} partial
 * @returns {HTMLElement | null}
 */
export const articleIn = (partial) => partial.querySelector(':scope > [data-update]');

/**
 * Turns an insertion into the replacement of an article that is already on the page.
 * @param {HxPartial} partial
 * @param {string} id
 */
export function replaceInstead(partial, id) {
  partial.setAttribute('hx-target', `#updates > [data-update="${CSS.escape(id)}"]`);
  partial.setAttribute('hx-swap', 'outerMorph');
}

/**
 * The elements on the page that a partial is about to replace.
 * @param {HxPartial} partial
 */
export const targetsOf = (partial) => document.querySelectorAll(partial.getAttribute('hx-target') ?? ':not(*)');
