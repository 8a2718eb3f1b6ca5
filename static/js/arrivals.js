/** Shows new updates at once where that disturbs nobody; holds back, counts and reveals the others when asked. */

import { isBusy } from './attention.js';
import { Counter } from './counter.js';
import { heldIn, hold, isHeld, shownIn, unhide } from './held.js';
import { articlesOf, filterOf, isPublished, liesWithin, makePlace, matches } from './matching.js';
import { articleIn, isNew, partialsOf, replaceInstead } from './partials.js';
import { isAtTop, keepPlace } from './place.js';

/** @typedef {import('./matching.js').Filter} Filter */
/** @typedef {import('./partials.js').HxPartial} HxPartial */

const FOLLOWING_PX = 24;

/**
 * An update in the list is shown, or held (`data-held` and `hidden`): it waits for the reader to ask for it. An update that is
 * not in the list is missing: the filter hides it, or it belongs on the front page and this is another.
 */
export class Arrivals {
  /** @type {Filter} */
  #filter = [];
  #most = Infinity;
  #isFront = false;
  /** @type {Set<string>} the ids of new updates that are missing */
  #missing = new Set();
  /** @type {Set<string>} the ids of updates that this reporter has just posted */
  #expected = new Set();
  /** @type {HTMLElement[]} the updates that the present message adds to the list */
  #added = [];
  /** @type {HTMLElement | undefined} the update that had the focus before the present message */
  #entered;
  #isFollowing = false;
  #counter = new Counter();
  #isAtTop;
  #counted;

  /**
   * @param {object} options
   * @param {() => boolean} [options.atTop]
   * @param {(count: number) => void} options.counted
   */
  constructor({ atTop = isAtTop, counted }) {
    this.#isAtTop = atTop;
    this.#counted = counted;
    this.#readPage();
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('#arrivals')) this.#showOnDemand();
    });
    document.addEventListener('visibilitychange', () => this.#showIfIdle());
  }

  /** Starts over with the list that is on the page now: all of it, one filter's, or an older page. */
  restart() {
    this.#readPage();
    this.#isFollowing = false;
    this.#missing.clear();
    this.#count();
  }

  /**
   * Decides before anything is inserted, so that nothing appears even for one frame.
   * @param {DocumentFragment} content of a message
   * @returns {boolean} whether new updates will be seen at once
   */
  receive(content) {
    this.#added = [];
    this.#entered = articlesOf(this.#list).find((article) => article.contains(document.activeElement));
    for (const partial of partialsOf(content)) this.#receiveOne(partial);
    this.#added = this.#added.filter(isPublished);
    if (!this.#button || !this.#mustHold()) return this.#added.length > 0;
    for (const article of this.#added.splice(0)) {
      if (this.#expected.delete(article.dataset.update ?? '')) this.#added.push(article);
      else hold(article);
    }
    return false;
  }

  /** Call when the message has been applied: repairs what its fragments undid, and writes the counts. */
  settle() {
    articlesOf(this.#list).forEach((article) => this.#repair(article));
    this.#restoreFocus();
    this.#trim();
    this.#counter.announce(this.#added.length);
    this.#count();
    announceShown();
    this.#showIfIdle();
  }

  /**
   * Shows one update whatever the reader is doing, now or when it arrives: the reporter's own, or one that was asked for.
   * @param {string} id
   */
  expect(id) {
    const article = heldIn(this.#list).find(({ dataset }) => dataset.update === id);
    if (!article) return this.#expected.add(id);
    unhide(article);
    this.#count();
    announceShown();
  }

  showHeld() {
    const articles = heldIn(this.#list);
    articles.forEach(unhide);
    this.#trim();
    this.#count();
    announceShown();
    return articles;
  }

  #readPage() {
    this.#filter = filterOf(this.#list);
    this.#most = Number(this.#list?.dataset.most ?? Infinity);
    this.#isFront = this.#list?.hasAttribute('data-front') ?? false;
  }

  get #list() {
    return document.getElementById('updates');
  }

  get #button() {
    return document.getElementById('arrivals');
  }

  #mustHold() {
    const list = this.#list;
    const follows = this.#isFollowing && list !== null && Math.abs(distanceFromTop(list)) <= FOLLOWING_PX;
    const isCovered = Boolean(list?.closest('[hidden]')); // the results of a search stand in its place
    return document.hidden || isCovered || isBusy() || !(this.#isAtTop() || follows);
  }

  /** @param {HxPartial} partial */
  #receiveOne(partial) {
    const article = articleIn(partial);
    const list = this.#list;
    const id = article?.dataset.update;
    if (!article || !id || !list) return;
    const isWanted = matches(article, this.#filter);
    if (list.querySelector(`:scope > [data-update="${CSS.escape(id)}"]`)) {
      // The page was rendered, or another message applied, after this one was made.
      if (isNew(partial)) replaceInstead(partial, id);
    } else if (isNew(partial) && isWanted && this.#isFront) {
      this.#added.push(article);
    } else if (!isNew(partial) && isWanted && liesWithin(list, article)) {
      // It matches since this change.
      this.#missing.delete(id);
      this.#added.push(makePlace(list, article));
    } else {
      if (this.#button) this.#noteMissing(article, isNew(partial));
      if (isNew(partial)) partial.remove();
    }
  }

  /**
   * @param {HTMLElement} article that is not in the list
   * @param {boolean} isNew
   */
  #noteMissing(article, isNew) {
    const id = article.dataset.update ?? '';
    if (!isPublished(article) || matches(article, this.#filter) === this.#isFront) this.#missing.delete(id);
    else if (isNew) this.#missing.add(id);
  }

  /**
   * A change may have taken an update out of what the filter wants, or have withdrawn it before anybody saw it.
   * @param {HTMLElement} article
   */
  #repair(article) {
    if (!matches(article, this.#filter)) {
      if (isHeld(article)) this.#noteMissing(article, true);
      this.#remove(article);
    } else if (isHeld(article)) {
      // The line about a withdrawal is no news. From the others a fragment has taken `hidden`.
      if (isPublished(article)) article.hidden = true;
      else unhide(article);
    }
  }

  /**
   * A reader whose focus was in it goes on in the next one.
   * @param {HTMLElement} article
   */
  #remove(article) {
    const shown = shownIn(this.#list);
    const next = shown[shown.indexOf(article) + 1] ?? this.#list;
    article.remove();
    if (this.#entered === article && next) focus(next);
  }

  /** The focused element may be gone, such as a link in an update that was withdrawn: then the update gets the focus. */
  #restoreFocus() {
    if (this.#entered?.isConnected && document.activeElement === document.body) focus(this.#entered);
    this.#entered = undefined;
  }

  /** A feed that was to show ten updates shows ten, however long it stays open. */
  #trim() {
    for (const article of shownIn(this.#list).slice(this.#most)) article.remove();
  }

  #count() {
    const count = heldIn(this.#list).length + (this.#isFront ? 0 : this.#missing.size);
    this.#counter.show(count);
    this.#counter.tellHidden(this.#isFront ? this.#missing.size : 0);
    this.#counted(count);
  }

  #showIfIdle() {
    if (heldIn(this.#list).length === 0 || this.#mustHold()) return;
    const keep = keepPlace(true);
    this.#counter.announce(this.showHeld().length);
    keep();
  }

  #showOnDemand() {
    const list = this.#list;
    if (!list || !this.#isFront) return location.assign(frontAddress());
    const [first] = this.showHeld();
    if (!first) return;
    this.#isFollowing = first === shownIn(this.#list)[0];
    focus(first);
    const behavior = prefersReducedMotion() ? 'instant' : 'smooth';
    (this.#isFollowing ? list : first).scrollIntoView({ block: 'start', behavior });
  }
}

/** @param {HTMLElement} element */
function focus(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** @param {Element} list */
const distanceFromTop = (list) => list.getBoundingClientRect().top - parseFloat(getComputedStyle(list).scrollMarginTop);

function frontAddress() {
  const address = new URL(location.href);
  address.pathname = address.pathname.replace(/\/updates\/[^/]*$/, '');
  address.searchParams.delete('page');
  address.hash = '';
  return address.href;
}

/** Other parts of a page, such as an editor's tools, follow what is visible. */
const announceShown = () => document.dispatchEvent(new Event('dateline:shown'));

const prefersReducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
