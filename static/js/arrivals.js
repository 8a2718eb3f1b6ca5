/** Shows new updates at once where that disturbs nobody; holds back, counts and reveals the others when asked. */

import { isBusy } from './attention.js';
import { Counter } from './counter.js';
import { printHeld } from './held-on-paper.js';
import { Held } from './held.js';
import { htmx } from './htmx.js';
import { articlesOf, filterOf, isPublished, liesWithin, makePlace, matches, putIn, shownIn } from './matching.js';
import { distanceFromTop, frontAddress, leadTo } from './leading.js';
import { ListFocus } from './list-focus.js';
import { mostOn, removeOlder, trim } from './oldest.js';
import { articleIn, isNew, partialsOf, replaceInstead } from './partials.js';
import { isAtTop, keepPlace } from './place.js';

/** @typedef {import('./matching.js').Filter} Filter */
/** @typedef {import('./partials.js').HxPartial} HxPartial */

const FOLLOWING_PX = 24;

/** @typedef {{partial: HxPartial, article: HTMLElement}} Arrival an update that the list gets, now or when the reader asks */

/**
 * A new update is shown, or held: it waits for the reader to ask for it. Or it is missing: the filter hides it, or it belongs on
 * the front page and this is another.
 */
export class Arrivals {
  /** @type {Filter} */
  #filter = [];
  #held = new Held();
  #isFront = false;
  /** @type {Set<string>} the ids of new updates that are missing */
  #missing = new Set();
  /** @type {Set<string>} the ids of updates that this reporter has just posted */
  #expected = new Set();
  /** @type {Arrival[]} what the present message adds to the list */
  #added = [];
  #focus = new ListFocus();
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
    printHeld(() => this.#held.copies());
  }

  /** The number of the newest update that waits, 0 when there is none. */
  get newestHeld() {
    return this.#held.newest;
  }

  /** Starts over with the list that is on the page now: all of it, one filter's, or an older page. */
  restart() {
    this.#readPage();
    this.#isFollowing = false;
    this.#held.clear();
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
    this.#focus.note(articlesOf(this.#list));
    for (const partial of partialsOf(content)) this.#receiveOne(partial);
    const mustHold = this.#button !== null && (this.#mustHold() || this.#added.length > mostOn(this.#list));
    this.#added = this.#added.filter((arrival) => this.#admits(arrival, mustHold));
    return this.#added.length > 0 && !mustHold;
  }

  /** Call when the message has been applied: repairs what its fragments undid, and writes the counts. */
  settle() {
    // A change may have taken an update out of what the filter wants.
    const unwanted = articlesOf(this.#list).filter((article) => !matches(article, this.#filter));
    for (const article of unwanted) this.#focus.remove(article, this.#list);
    this.#focus.restore();
    trim(this.#list);
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
    const article = this.#held.take(id);
    if (!article) return this.#expected.add(id);
    this.#show([article]);
    this.#count();
    announceShown();
  }

  /**
   * Shows what is held; of more than a page should have the newest, like a page that was loaded just now.
   * @returns {HTMLElement[]} newest first
   */
  showHeld() {
    const list = this.#list;
    const { articles, left } = this.#held.takeNewest(mostOn(list));
    this.#show(articles);
    if (list && left > 0) removeOlder(list, articles[articles.length - 1], left);
    trim(list);
    this.#count();
    announceShown();
    return articles;
  }

  /** @param {string} id of an update that the reader asks for: if it waits, all that waits is shown */
  reveal(id) {
    if (this.#held.has(id)) this.showHeld();
  }

  #readPage() {
    this.#filter = filterOf(this.#list);
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
    } else if (this.#held.has(id)) {
      this.#changeHeld(partial, article, isWanted);
    } else if (isWanted && (isNew(partial) ? this.#isFront : liesWithin(list, article))) {
      this.#missing.delete(id); // if it matches since this change
      this.#added.push({ partial, article });
    } else {
      if (this.#button) this.#noteMissing(article, isNew(partial));
      if (isNew(partial)) partial.remove();
    }
  }

  /**
   * What waits is kept as it is now. The line about a withdrawal is no news: it takes its place in the list at once.
   * @param {HxPartial} partial @param {HTMLElement} article @param {boolean} isWanted by the filter
   */
  #changeHeld(partial, article, isWanted) {
    this.#held.drop(article.dataset.update ?? '');
    if (!isWanted) this.#noteMissing(article, true);
    else if (isPublished(article)) this.#held.hold(article);
    else return this.#putInPlace(partial, article);
    if (isNew(partial)) partial.remove();
  }

  /**
   * @param {Arrival} arrival
   * @param {boolean} mustHold all but what this reporter has just posted, and the lines about withdrawals
   * @returns {boolean} whether it is shown, and is news
   */
  #admits({ partial, article }, mustHold) {
    if (mustHold && isPublished(article) && !this.#expected.delete(article.dataset.update ?? '')) {
      this.#held.hold(article);
      if (isNew(partial)) partial.remove();
      return false;
    }
    if (!isNew(partial)) this.#putInPlace(partial, article);
    return isPublished(article);
  }

  /** @param {HxPartial} partial @param {HTMLElement} article */
  #putInPlace(partial, article) {
    if (this.#list) makePlace(this.#list, article);
    if (isNew(partial)) replaceInstead(partial, article.dataset.update ?? ''); // a repeated one
  }

  /** @param {HTMLElement[]} articles that are held no longer */
  #show(articles) {
    const list = this.#list;
    if (list) for (const article of articles) htmx?.process(putIn(list, article));
  }

  /** @param {HTMLElement} article that is not in the list @param {boolean} isNew */
  #noteMissing(article, isNew) {
    const id = article.dataset.update ?? '';
    if (!isPublished(article) || matches(article, this.#filter) === this.#isFront) this.#missing.delete(id);
    else if (isNew) this.#missing.add(id);
  }

  #count() {
    const count = this.#held.size + (this.#isFront ? 0 : this.#missing.size);
    this.#counter.show(count);
    this.#counter.tellHidden(this.#isFront ? this.#missing.size : 0);
    this.#counted(count);
  }

  #showIfIdle() {
    if (this.#held.size === 0 || this.#mustHold() || this.#wouldTakeFocus()) return;
    const keep = keepPlace(true);
    this.#counter.announce(this.showHeld().length);
    keep();
  }

  /** So many wait that whatever is in the list would go. */
  #wouldTakeFocus() {
    const isInList = document.activeElement?.closest('#updates > *') !== null;
    return isInList && this.#held.size > mostOn(this.#list);
  }

  #showOnDemand() {
    const list = this.#list;
    if (!list || !this.#isFront) return location.assign(frontAddress());
    const [first] = this.showHeld();
    if (!first) return;
    this.#isFollowing = first === shownIn(list)[0];
    leadTo(first, this.#isFollowing ? list : first);
  }
}

/** Other parts of a page, such as an editor's tools, follow what is visible. */
const announceShown = () => document.dispatchEvent(new Event('dateline:shown'));
