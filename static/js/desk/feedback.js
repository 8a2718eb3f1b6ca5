/** Shows the message about the reporter's last action in `#said`, and moves the focus to where the work goes on. */

const SHOWN_MS = 10_000; // a screen reader should not come across an old message later

// A page that shows messages in its forms says them aloud in a place of its own.
const place = document.getElementById('told') ?? document.getElementById('said');
let timer = 0;
let waiting = new AbortController(); // for the page to show what a tool did

/** Listens for `dateline:message`, by which the server says what it has done. */
export function startFeedback() {
  document.addEventListener('dateline:message', (event) =>
    show(/** @type {CustomEvent<{value: string}>} */ (event).detail.value),
  );
  // It is about the text before; what is typed now is another one.
  document.addEventListener('input', ({ isTrusted, target }) => {
    if (isTrusted && target instanceof Element && target.closest('#composer')) clearFeedback();
  });
  showFirst();
}

/** @param {string} message */
function show(message) {
  if (!place || !message) return;
  clearTimeout(timer);
  place.textContent = message;
  timer = setTimeout(clearFeedback, SHOWN_MS);
}

/** Call before the next action. */
export function clearFeedback() {
  waiting.abort();
  if (place && document.activeElement !== place) place.textContent = '';
}

/** Announces the message with which the page was loaded after a form, and focuses the update that it is about, or its line in the queue. */
function showFirst() {
  const message = place?.textContent?.trim();
  if (!place || !message) return;
  const about = /^#[uw]-/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  if (about) {
    place.textContent = '';
    focus(about);
    setTimeout(() => show(message)); // screen readers announce changes, not the text a page begins with
  } else if (!location.hash || /^#[uw]-/.test(location.hash)) focus(place);
}

/**
 * The button of a tool is hidden as soon as the page shows what it did. Then the focus moves to the opposite button, or
 * to the update where there is none.
 * @param {HTMLFormElement} form @param {HTMLElement | null} submitter
 */
export function focusAfterTool(form, submitter) {
  const buttons = [...form.querySelectorAll('button')];
  const opposite = buttons[buttons.findIndex((button) => button === submitter) ^ 1];
  const id = /** @type {HTMLElement | null} */ (form.closest('[data-for]'))?.dataset.for ?? '';
  waiting = new AbortController();
  const move = () => {
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused !== submitter) return waiting.abort();
    if (submitter?.checkVisibility()) return; // the change has not arrived yet
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
