/** Holds updates back that are in the list already (`data-held` and `hidden`), and shows them. */

import { articlesOf } from './matching.js';

/** @param {Element | null} list */
export const heldIn = (list) => articlesOf(list).filter(isHeld);

/** @param {Element | null} list */
export const shownIn = (list) => articlesOf(list).filter((article) => !article.hidden);

/** @param {HTMLElement} article */
export const isHeld = ({ dataset }) => dataset.held !== undefined;

/** @param {HTMLElement} article */
export function hold(article) {
  article.dataset.held = '';
  article.hidden = true;
}

/** @param {HTMLElement} article */
export function unhide(article) {
  delete article.dataset.held;
  article.hidden = false;
}
