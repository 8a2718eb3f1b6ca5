/** Owns new updates: shown at once where that disturbs nobody, otherwise held back, counted, and shown when asked for. */

import { isBusy } from './attention.js';
import { openCounter } from './counter.js';
import { htmx } from './htmx.js';
import { articlesOf, filterOf, isPublished, liesWithin, makePlace, matches } from './matching.js';
import { isAtTop, keepPlace } from './place.js';

/** @typedef {import('./inbox.js').Task} Task */

/** Attributes that only this page knows, so that a fragment which replaces an article must leave them alone. */
const PRIVATE = ['open', 'tabindex', 'aria-current', 'data-held', 'data-changed'];
const FOLLOWING_PX = 24;

/**
 * @param {object} options
 * @param {() => boolean} [options.atTop]
 * @param {(count: number) => void} options.counted
 */
export function openArrivals({ atTop = isAtTop, counted }) {
  const list = document.getElementById('updates');
  const button = document.getElementById('arrivals');
  const counter = openCounter(
    button,
    document.getElementById('arrivals-said'),
    document.getElementById('filtered-out'),
  );
  const filter = filterOf(list);
  const most = Number(list?.dataset.most ?? Infinity);
  const isFront = list?.hasAttribute('data-front') ?? false;
  /** @type {Set<string>} */
  const missing = new Set(); // new updates that this page has not got: the filter hides them, or they are on the front page
  /** @type {Set<string>} */
  const expected = new Set(); // what this reporter has just posted
  /** @type {HTMLElement[]} */
  let fresh = [];
  /** @type {HTMLElement | undefined} */
  let entered; // the update in which the reader was when the last message came
  let following = false;

  htmx.config.morphIgnore.push(...PRIVATE);

  const shown = () => articlesOf(list).filter((article) => !article.hidden);
  const held = () => articlesOf(list).filter(({ dataset }) => dataset.held !== undefined);
  const isFollowing = () => following && list !== null && Math.abs(distanceFromTop(list)) <= FOLLOWING_PX;
  const mustHold = () => document.hidden || isBusy() || !(atTop() || isFollowing());

  /** @param {Task} task */
  function receiveOne(task) {
    const article = articleOf(task);
    const id = article?.dataset.update;
    if (!article || !id || !list) return;
    const isNew = task.swapSpec.style === 'afterbegin';
    const present = list.querySelector(`:scope > [data-update="${CSS.escape(id)}"]`);
    const isWanted = matches(article, filter);
    if (present) {
      // A new one that is here: the page was rendered, or another answer applied, after this message was made.
      Object.assign(task, { target: present, swapSpec: { ...task.swapSpec, style: 'outerMorph' } });
    } else if (isNew && isWanted && isFront) {
      fresh.push(article);
    } else if (!isNew && isWanted && liesWithin(list, article)) {
      // It matches since this change.
      missing.delete(id);
      fresh.push((task.target = makePlace(list, article)));
    } else {
      if (isNew) task.target = null;
      if (button) note(article, isNew);
    }
  }

  /** Keeps count of an update that is not on the page.
   * @param {HTMLElement} article @param {boolean} isNew */
  function note(article, isNew) {
    const id = article.dataset.update ?? '';
    if (!isPublished(article) || matches(article, filter) === isFront) missing.delete(id);
    else if (isNew) missing.add(id);
  }

  function count() {
    const number = held().length + (isFront ? 0 : missing.size);
    counter.show(number);
    counter.tellHidden(isFront ? missing.size : 0);
    counted(number);
  }

  function showHeld() {
    const articles = held();
    articles.forEach(unhide);
    trim();
    count();
    announceShown();
    return articles;
  }

  function showIfIdle() {
    if (held().length === 0 || mustHold()) return;
    const keep = keepPlace(true);
    counter.announce(showHeld().length);
    keep();
  }

  function showOnDemand() {
    if (!list || !isFront) return location.assign(frontAddress());
    const [first] = showHeld();
    if (!first) return;
    following = first === shown()[0];
    enter(first);
    (following ? list : first).scrollIntoView({ block: 'start', behavior: prefersStillness() ? 'instant' : 'smooth' });
  }

  /** A change may have taken an update out of what the filter wants, or have withdrawn it before anybody saw it.
   * @param {HTMLElement} article */
  function putRight(article) {
    const { dataset } = article;
    if (!matches(article, filter)) {
      if (dataset.held !== undefined) note(article, true);
      leave(article);
    } else if (dataset.held !== undefined) {
      // The quiet line about a withdrawal is no news; a fragment has taken `hidden` from the others.
      if (isPublished(article)) article.hidden = true;
      else unhide(article);
    }
  }

  /** Whoever was in it goes on in the next one.
   * @param {HTMLElement} article */
  function leave(article) {
    const all = shown();
    const next = all[all.indexOf(article) + 1] ?? list;
    article.remove();
    if (entered === article && next) enter(next);
  }

  /** What the reader was on may be gone, as the links of an update that was withdrawn: its line is then where they are. */
  function goOn() {
    if (entered?.isConnected && document.activeElement === document.body) enter(entered);
    entered = undefined;
  }

  /** A feed that was to show ten updates shows ten, however long it stays open. */
  function trim() {
    for (const article of shown().slice(most)) article.remove();
  }

  button?.addEventListener('click', showOnDemand);
  document.addEventListener('visibilitychange', showIfIdle);

  return {
    /** Decides before anything is inserted, so that nothing appears even for one frame.
     * @param {Task[]} tasks
     * @returns {boolean} whether new updates will be seen at once */
    receive(tasks) {
      fresh = [];
      entered = articlesOf(list).find((article) => article.contains(document.activeElement));
      tasks.forEach(receiveOne);
      fresh = fresh.filter(isPublished);
      if (!button || !mustHold()) return fresh.length > 0;
      for (const article of fresh.splice(0)) {
        if (expected.delete(article.dataset.update ?? '')) fresh.push(article);
        else hold(article);
      }
      return false;
    },

    /** Puts right what a fragment undid, and tells the count. */
    settle() {
      articlesOf(list).forEach(putRight);
      goOn();
      trim();
      counter.announce(fresh.length);
      count();
      announceShown();
      showIfIdle();
    },

    /** Lets an update in whatever the reporter is doing, because it is the reporter's own; or because a reader asked for it.
     * @param {string} id */
    expect(id) {
      const article = held().find(({ dataset }) => dataset.update === id);
      if (!article) return expected.add(id);
      unhide(article);
      count();
      announceShown();
    },

    /** Shows all that are held. */
    show: showHeld,
  };
}

/** The article that a partial brings, wherever it was meant to go.
 * @param {Task} task */
function articleOf({ type, fragment }) {
  if (type !== 'partial') return undefined;
  return /** @type {HTMLElement | undefined} */ (
    [...fragment.children].find((element) => element.matches('[data-update]'))
  );
}

/** @param {HTMLElement} place */
function enter(place) {
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** @param {HTMLElement} article */
function hold(article) {
  article.dataset.held = '';
  article.hidden = true;
}

/** @param {HTMLElement} article */
function unhide(article) {
  delete article.dataset.held;
  article.hidden = false;
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

const prefersStillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
