/** Owns new updates: shown at once where that disturbs nobody, otherwise held back, counted, and shown when asked for. */

import { isBusy } from './attention.js';
import { openCounter } from './counter.js';
import { htmx } from './htmx.js';
import { filterOf, matches } from './matching.js';
import { isAtTop, keepPlace } from './place.js';

/** @typedef {import('./inbox.js').Task} Task */

/** Attributes that only this page knows, so that a fragment which replaces an article must leave them alone. */
const PRIVATE = ['open', 'tabindex', 'aria-current', 'data-held', 'data-astray', 'data-changed'];
const FOLLOWING_PX = 24;

/**
 * @param {object} options
 * @param {() => boolean} [options.atTop]
 * @param {(count: number) => void} options.counted
 */
export function openArrivals({ atTop = isAtTop, counted }) {
  const list = document.getElementById('updates');
  const button = document.getElementById('arrivals');
  const counter = openCounter(button, document.getElementById('arrivals-said'));
  const filter = filterOf(list);
  /** @type {Set<string>} */
  const elsewhere = new Set(); // on an archive page: what the front page has got meanwhile
  /** @type {Set<string>} */
  const expected = new Set(); // what this reporter has just posted
  /** @type {HTMLElement[]} */
  let fresh = [];
  let following = false;

  htmx.config.morphIgnore.push(...PRIVATE);

  const held = () => /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll(':scope > [data-held]') ?? [])]);
  const isFollowing = () => following && list !== null && Math.abs(distanceFromTop(list)) <= FOLLOWING_PX;
  const mustHold = () => document.hidden || isBusy() || !(atTop() || isFollowing());

  /** @param {Task} task */
  function receiveOne(task) {
    const article = newArticle(task);
    const id = article?.dataset.update;
    if (!article || !id) return;
    const present = list?.querySelector(`:scope > [data-update="${CSS.escape(id)}"]`);
    if (present) {
      // The page was rendered, or another answer applied, after this message was made.
      Object.assign(task, { target: present, swapSpec: { ...task.swapSpec, style: 'outerMorph' } });
    } else if (!matches(article, filter)) {
      hide(article, 'astray');
    } else if (task.target) {
      fresh.push(article);
    } else if (button) {
      elsewhere.add(id);
    }
  }

  function count() {
    const number = held().length + elsewhere.size;
    counter.show(number);
    counted(number);
  }

  function showHeld() {
    const articles = held();
    for (const article of articles) unhide(article);
    count();
    announceShown();
    return articles;
  }

  function showIfIdle() {
    if (held().length === 0 || mustHold()) return;
    const keep = keepPlace(true);
    counter.announce(showHeld());
    keep();
  }

  function showOnDemand() {
    if (!list?.hasAttribute('data-front')) return location.assign(frontAddress());
    const [first] = showHeld();
    following = true;
    if (!first) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    list.scrollIntoView({ block: 'start', behavior: prefersStillness() ? 'instant' : 'smooth' });
  }

  /** An edit may have given an update the topic that this page is about. */
  function admitMatching() {
    for (const article of /** @type {NodeListOf<HTMLElement>} */ (list?.querySelectorAll(':scope > [data-astray]') ?? [])) {
      if (!matches(article, filter)) continue;
      delete article.dataset.astray;
      article.dataset.held = '';
    }
  }

  button?.addEventListener('click', showOnDemand);
  document.addEventListener('visibilitychange', showIfIdle);

  return {
    /** Decides before anything is inserted, so that nothing appears even for one frame.
     * @param {Task[]} tasks
     * @returns {boolean} whether new updates will be seen at once */
    receive(tasks) {
      fresh = [];
      tasks.forEach(receiveOne);
      if (!button || !mustHold()) return fresh.length > 0;
      for (const article of fresh.splice(0)) {
        if (expected.delete(article.dataset.update ?? '')) fresh.push(article);
        else hide(article, 'held');
      }
      return false;
    },

    /** Puts right what a fragment undid, and tells the count. */
    settle() {
      admitMatching();
      for (const article of list?.querySelectorAll(':scope > [data-held], :scope > [data-astray]') ?? []) {
        /** @type {HTMLElement} */ (article).hidden = true;
      }
      counter.announce(fresh);
      count();
      announceShown();
      showIfIdle();
    },

    /** Lets an update in whatever the reporter is doing, because it is the reporter's own.
     * @param {string} id */
    expect(id) {
      const article = held().find(({ dataset }) => dataset.update === id);
      if (!article) return expected.add(id);
      unhide(article);
      count();
      announceShown();
    },
  };
}

/** The article of a partial that brings a new update, wherever it was meant to go.
 * @param {Task} task */
function newArticle({ type, fragment, swapSpec }) {
  if (type !== 'partial' || swapSpec.style !== 'afterbegin') return undefined;
  return /** @type {HTMLElement | undefined} */ ([...fragment.children].find((element) => element.matches('[data-update]')));
}

/** @param {HTMLElement} article @param {'held' | 'astray'} reason */
function hide(article, reason) {
  article.dataset[reason] = '';
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
