/**
 * Keeps a second press from doing something else: where the button that was just pressed has become another one, or another one has
 * come under the finger, that one waits for a moment (`data-settling`).
 */

import { isComposing } from '../composing.js';

const WAIT_MS = 2_000;
const BUTTON = 'form button:not([type=button])';

/** @type {{key: string, x: number, y: number, button: Element} | null} */
let pressed = null;
let timer = 0;

export function startSettling() {
  document.addEventListener('click', note, { capture: true });
  // Whoever moves on in between does not press twice.
  document.addEventListener('keydown', moveOn, { capture: true });
  document.addEventListener('input', release, { capture: true });
  // Whatever changes the page in that moment: the answer, the streams, a dialog that opens.
  new MutationObserver(() => pressed && settle()).observe(document.body, {
    attributes: true,
    childList: true,
    subtree: true,
  });
}

/** @param {KeyboardEvent} event */
function moveOn(event) {
  if (!isComposing(event) && !['Enter', ' '].includes(event.key)) release();
}

/** @param {MouseEvent} event */
function note(event) {
  const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
  if (!(button instanceof HTMLButtonElement)) return release();
  if (button.dataset.settling !== undefined) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  release();
  const { x, y } = placeOf(button, event);
  pressed = { key: keyOf(button), x, y, button };
  timer = setTimeout(release, WAIT_MS);
}

/** From the keyboard, the button itself is the place. @param {Element} button @param {MouseEvent} event */
function placeOf(button, event) {
  if (event.detail > 0) return { x: event.clientX, y: event.clientY };
  const { left, top, width, height } = button.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

function settle() {
  if (!pressed) return;
  const { key, x, y, button } = pressed;
  const there = document.elementFromPoint(x, y)?.closest(BUTTON);
  for (const one of [there, button]) {
    if (!(one instanceof HTMLButtonElement) || keyOf(one) === key || one.dataset.settling !== undefined) continue;
    one.dataset.settling = '';
    one.ariaDisabled = 'true';
  }
}

function release() {
  clearTimeout(timer);
  pressed = null;
  for (const button of document.querySelectorAll('[data-settling]')) {
    button.removeAttribute('data-settling');
    button.removeAttribute('aria-disabled');
  }
}

/** What a button does, in words and by its address; numbers in it may count. @param {HTMLButtonElement} button */
function keyOf(button) {
  const words = (button.ariaLabel ?? button.textContent ?? '').replace(/\d+/g, '').trim();
  return `${words}|${button.getAttribute('formaction') ?? button.form?.getAttribute('action') ?? button.form?.id}`;
}
