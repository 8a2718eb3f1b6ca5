/** Owns the sentence about the reporter's last action, `#said`, and where the keyboard goes on after it. */

const FORGET_MS = 10_000; // nobody comes across an old one while reading on

const place = document.getElementById('said');
let forgetting = 0;
let waiting = new AbortController();

/** Listens for `dateline:said`, with which the server tells what it has done. */
export function startSaid() {
  document.addEventListener('dateline:said', (event) =>
    say(/** @type {CustomEvent<{value: string}>} */ (event).detail.value),
  );
  takeUp();
}

/** @param {string} sentence */
function say(sentence) {
  if (!place || !sentence) return;
  clearTimeout(forgetting);
  place.textContent = sentence;
  forgetting = setTimeout(unsay, FORGET_MS);
}

/** Before another action: what was said of the last one is over. */
export function unsay() {
  waiting.abort();
  if (place && document.activeElement !== place) place.textContent = '';
}

/** The page was loaded after a form: announces the sentence that came with it, and goes to the update it is about. */
function takeUp() {
  const sentence = place?.textContent?.trim();
  if (!place || !sentence) return;
  const article = /^#u-/.test(location.hash) ? articleOf(location.hash.slice(3)) : null;
  if (article) {
    place.textContent = '';
    focus(article);
    setTimeout(() => say(sentence)); // what stands there from the start is not read out
  } else if (!location.hash || location.hash.startsWith('#u-')) focus(place);
}

/**
 * A tool that was used is hidden as soon as the page shows what it did: on to its opposite, or else to the update.
 * @param {HTMLFormElement} form @param {HTMLElement | null} submitter
 */
export function goOn(form, submitter) {
  const buttons = [...form.querySelectorAll('button')];
  const opposite = buttons[buttons.findIndex((button) => button === submitter) ^ 1];
  const id = /** @type {HTMLElement | null} */ (form.closest('[data-for]'))?.dataset.for ?? '';
  waiting = new AbortController();
  const move = () => {
    const held = document.activeElement;
    if (held && held !== document.body && held !== submitter) return waiting.abort();
    if (submitter?.checkVisibility()) return; // the answer came before the change did
    waiting.abort();
    focus(opposite?.checkVisibility() ? opposite : articleOf(id));
  };
  document.addEventListener('dateline:shown', move, { signal: waiting.signal });
  move();
}

/** @param {string} id @returns {HTMLElement | null} */
const articleOf = (id) => document.getElementById(`u-${id}`);

/** @param {HTMLElement | null} element */
function focus(element) {
  if (!element) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: element.checkVisibility() && isInView(element) });
}

/** @param {HTMLElement} element */
function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
