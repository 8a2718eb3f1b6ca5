/** Keeps the focus of somebody who stands in an update that changes, or goes. */

import { focus } from './leading.js';
import { shownIn } from './matching.js';

export class ListFocus {
  /** @type {HTMLElement | undefined} the update that had the focus before the present message */
  #entered;

  /** @param {HTMLElement[]} articles */
  note(articles) {
    this.#entered = articles.find((article) => article.contains(document.activeElement));
  }

  /**
   * A reader whose focus was in it goes on in the next one.
   * @param {HTMLElement} article
   * @param {HTMLElement | null} list
   */
  remove(article, list) {
    const shown = shownIn(list);
    const next = shown[shown.indexOf(article) + 1] ?? list;
    article.remove();
    if (this.#entered === article && next) focus(next);
  }

  /** The focused element may be gone, such as a link in an update that was withdrawn: then the update gets the focus. */
  restore() {
    if (this.#entered?.isConnected && document.activeElement === document.body) focus(this.#entered);
    this.#entered = undefined;
  }
}
