/** Owns the words about new updates: the button's, at once, and what a screen reader is told, in sentences and not in a flood. */

import { keepPlace } from './place.js';

const FIRST_MS = 300; // several updates of one moment become one sentence
const SPACE_MS = 2_000;
const FORGET_MS = 10_000; // so that nobody comes across an old announcement while reading on

/**
 * @param {HTMLElement | null} button says its number to the eye alone: it changes with every update
 * @param {HTMLElement | null} said a polite live region, for screen readers only
 * @param {HTMLElement | null} hidden a polite live region beside what was chosen
 */
export function openCounter(button, said, hidden) {
  let unsaid = 0;
  let waiting = 0;
  let forgetting = 0;

  const wait = spaced((count) =>
    say(count === 1 ? '1 new update waits for you.' : `${count} new updates wait for you.`),
  );

  const speak = spaced((count) => {
    say(count === 1 ? '1 new update was added to this page.' : `${count} new updates were added to this page.`);
    unsaid = 0;
  });

  /** A new line even where it has the words of the one before: it is about other updates.
   * @param {string} sentence */
  function say(sentence) {
    said?.replaceChildren(sentence);
    clearTimeout(forgetting);
    forgetting = setTimeout(() => said?.replaceChildren(), FORGET_MS);
  }

  const tell = spaced((count) => {
    if (!hidden) return;
    const keep = keepPlace(false); // the sentence may take a line of its own
    write(
      hidden,
      count === 1 ? '1 new update is hidden by this filter.' : `${count} new updates are hidden by this filter.`,
    );
    keep();
  });

  // Nobody listens to a hidden tab; who comes back to one hears how many wait, if they still do.
  document.addEventListener('visibilitychange', () => waiting > 0 && !document.hidden && wait.ask(waiting));

  return {
    /** @param {number} count of updates that wait */
    show(count) {
      if (!button) return;
      if (count > 0) write(button, count === 1 ? 'Show 1 new update' : `Show ${count} new updates`);
      button.hidden = count === 0;
      if (count === 0) wait.cancel();
      else if (count > waiting && !document.hidden) wait.ask(count);
      waiting = count;
    },

    /** Says that so many updates were shown without being asked for.
     * @param {number} count */
    announce(count) {
      unsaid += count;
      if (count > 0) speak.ask(unsaid);
    },

    /** @param {number} count of new updates that the filter hides */
    tellHidden(count) {
      if (count > 0) return tell.ask(count);
      tell.cancel();
      hidden?.replaceChildren();
    },
  };
}

/** The same words written again would be read out again.
 * @param {HTMLElement} element @param {string} words */
function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/**
 * Calls `act` a moment later, with the last count it was given, and not more often than every SPACE_MS.
 * @param {(count: number) => void} act
 */
function spaced(act) {
  let timer = 0;
  let last = -SPACE_MS;

  return {
    /** @param {number} count */
    ask(count) {
      clearTimeout(timer);
      const wait = Math.max(FIRST_MS, last + SPACE_MS - performance.now());
      timer = setTimeout(() => {
        last = performance.now();
        act(count);
      }, wait);
    },

    cancel: () => clearTimeout(timer),
  };
}
