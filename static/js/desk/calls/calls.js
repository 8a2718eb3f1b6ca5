/**
 * Calls whoever asked for it when something begins to wait for them: `[data-for-me]` in what the desk's stream brings, the row of a
 * text or a note. Its value says since when it waits; what waited when the page was made is known.
 */

import { goTo } from '../../goto.js';
import { gettext, ngettext } from '../../messages.js';
import { notify } from '../../notification.js';
import { partialsOf, targetsOf } from '../../partials.js';
import { Spaced } from '../../spaced.js';
import { reveal } from '../views.js';
import { wantsNotification, wantsSound } from './choices.js';
import { inOneTab, pause } from './one-tab.js';
import { canPlay, playTone } from './tone.js';

/** @typedef {{id: string, key: string, words: string}} Call */

const WAITS = '[data-for-me]';
const HEAD_START_MS = 1_500; // of a tab that is in view, which shows it by itself
/** @type {Record<string, (words: string) => string>} */
const SENTENCES = {
  submitted: (words) => gettext('Handed in: %(words)s', { words }),
  note: (words) => gettext('A note for you: %(words)s', { words }),
  returned: (words) => gettext('Returned to you: %(words)s', { words }),
};

export class Calls {
  #rendered;
  /** @type {Set<string>} */
  #known;
  /** @type {Call[]} */
  #unsaid = [];
  /** @type {Notification | undefined} */
  #open;
  #soon = new Spaced(() => this.#call());

  /** @param {HTMLElement} wire says when the page was made */
  constructor(wire) {
    this.#rendered = wire.dataset.now ?? '';
    this.#known = new Set(shown());
    document.addEventListener('visibilitychange', () => this.#open?.close());
  }

  /**
   * Call before a message is put on the page.
   * @param {DocumentFragment} content
   */
  look(content) {
    for (const key of shown()) this.#known.add(key); // the answer to a form of one's own may have brought it
    for (const partial of partialsOf(content)) {
      const isOnPage = targetsOf(partial).length > 0;
      for (const element of partial.querySelectorAll(WAITS)) {
        const since = /** @type {HTMLElement} */ (element).dataset.forMe ?? '';
        const call = callOf(element);
        // A page that does not show it knows only when it was made itself.
        if (!this.#known.has(call.key) && (isOnPage || since > this.#rendered)) this.#unsaid.push(call);
        this.#known.add(call.key);
      }
    }
    if (this.#unsaid.length > 0) this.#soon.ask(this.#unsaid.length);
  }

  #call() {
    const calls = this.#unsaid;
    this.#unsaid = [];
    const first = calls[0];
    if (!first || !(wantsSound() || wantsNotification())) return;
    if (document.hidden && wantsNotification()) void this.#notify(calls, first);
    else if (wantsSound() && canPlay()) void inOneTab(`call:${first.key}`, playTone);
    if (!document.hidden) void inOneTab(`seen:${first.key}`, () => {}); // no other tab has to show it
  }

  /** @param {Call[]} calls @param {Call} first */
  async #notify(calls, first) {
    await pause(HEAD_START_MS);
    if (!document.hidden) return;
    await inOneTab(`seen:${first.key}`, () => {
      this.#open = tell(calls, first);
    });
  }
}

/** @param {Call[]} calls @param {Call} first @returns {Notification | undefined} */
function tell(calls, first) {
  const visit = document.querySelector('.masthead-visit')?.textContent?.trim() ?? '';
  const { length } = calls;
  const title =
    length > 1 ? ngettext('%(num)s thing waits for you', '%(num)s things wait for you', length) : first.words;
  const tag = `dateline:desk:${document.body.dataset.visit}`; // the last one is enough
  return notify(title, { body: visit, tag, renotify: true, silent: !wantsSound() }, () => show(first));
}

/** @param {Call} call */
function show({ id }) {
  const item = document.getElementById(id) ?? document.getElementById('queue');
  if (!item) return;
  reveal(item);
  goTo(item);
}

/** The keys of what waits on the page. */
const shown = () => [...document.querySelectorAll(WAITS)].map((element) => callOf(element).key);

/** @param {Element} element @returns {Call} */
function callOf(element) {
  const { id, dataset } = /** @type {HTMLElement} */ (element);
  const words =
    (element.querySelector('.waiting-title, .note-text') ?? element).textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const sentence = SENTENCES[dataset.note ? 'note' : (dataset.state ?? '')];
  return { id, key: `${id} ${dataset.forMe}`, words: sentence ? sentence(words) : words };
}
