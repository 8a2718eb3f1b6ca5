/** Writes how many new updates there are: on the button at once, and for screen readers in sentences that do not pile up. */

import { ngettext } from './messages.js';
import { keepPlace } from './place.js';
import { Spaced } from './spaced.js';

const FORGET_MS = 10_000; // so that nobody comes across an old announcement while reading on

/**
 * The elements are looked up each time, because another filter or page brings its own: `#arrivals`, the button;
 * `#arrivals-said`, a polite live region for screen readers only; `#filtered-out`, a polite live region beside what was chosen.
 */
export class Counter {
  #unsaid = 0;
  #waiting = 0;
  #forgetting = 0;
  #sayWaiting = new Spaced((count) => this.#say(waiting(count)));
  #sayAdded = new Spaced((count) => {
    this.#say(added(count));
    this.#unsaid = 0;
  });
  #tellHidden = new Spaced((count) => {
    const keep = keepPlace(false); // the sentence may take a line of its own
    write(document.getElementById('filtered-out'), hidden(count));
    keep();
  });

  constructor() {
    // Nobody listens to a hidden tab; a reader who comes back hears how many wait, if they still do.
    document.addEventListener('visibilitychange', () => {
      if (this.#waiting > 0 && !document.hidden) this.#sayWaiting.ask(this.#waiting);
    });
  }

  /** @param {number} count of updates that wait */
  show(count) {
    const button = document.getElementById('arrivals');
    if (!button) return;
    if (count > 0) write(button, show(count));
    button.hidden = count === 0;
    if (count === 0) this.#sayWaiting.cancel();
    else if (count > this.#waiting && !document.hidden) this.#sayWaiting.ask(count);
    this.#waiting = count;
  }

  /**
   * Says that so many updates were shown without being asked for.
   * @param {number} count
   */
  announce(count) {
    this.#unsaid += count;
    if (count > 0) this.#sayAdded.ask(this.#unsaid);
  }

  /** @param {number} count of new updates that the filter hides */
  tellHidden(count) {
    if (count > 0) return this.#tellHidden.ask(count);
    this.#tellHidden.cancel();
    document.getElementById('filtered-out')?.replaceChildren();
  }

  /**
   * A new node even where it has the words of the one before: it is about other updates.
   * @param {string} sentence
   */
  #say(sentence) {
    const said = document.getElementById('arrivals-said');
    said?.replaceChildren(sentence);
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => said?.replaceChildren(), FORGET_MS);
  }
}

/** @param {number} count */
const show = (count) => ngettext('Show %(num)s new update', 'Show %(num)s new updates', count);

/** @param {number} count */
const waiting = (count) => ngettext('%(num)s new update waits for you.', '%(num)s new updates wait for you.', count);

/** @param {number} count */
const added = (count) =>
  ngettext('%(num)s new update was added to this page.', '%(num)s new updates were added to this page.', count);

/** @param {number} count */
const hidden = (count) =>
  ngettext('%(num)s new update is hidden by this filter.', '%(num)s new updates are hidden by this filter.', count);

/**
 * Writing the same words again would make a screen reader read them again.
 * @param {HTMLElement | null} element
 * @param {string} words
 */
function write(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}
