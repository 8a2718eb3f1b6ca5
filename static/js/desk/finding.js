/** Shows the results of a search in the place of the desk's stream, which goes on behind them, and brings it back where one left it. */

import { isTyping } from '../attention.js';
import { isPlainClick } from '../clicks.js';
import { isComposing } from '../composing.js';
import { htmx } from '../htmx.js';
import { shownIn } from '../matching.js';
import { gettext } from '../messages.js';
import { clearNotice, showNotice } from './notice.js';
import { markOf } from '../reading.js';

/** @typedef {{sourceElement: Element, target?: Element, response?: {status: number}}} Request what is used here of htmx's context */

// What leads into the stream while it is out of sight.
const INTO_STREAM = '#arrivals, a[data-goto], a[href="#updates"], #found [data-stream]';
const TOO_LONG = 422; // the answer says so where the results would be
const SIGN_IN = document.body.dataset.signIn ?? '/desk/sign-in';

class Finding {
  #form;
  #stream;
  #blank; // #found before anything was asked
  #isShown = false; // whether results stand in the place of the stream
  /** @type {(() => void) | null} */
  #goBack = null; // to the place in the stream that one left

  /** @param {HTMLFormElement} form @param {HTMLElement} stream */
  constructor(form, stream) {
    this.#form = form;
    this.#stream = stream;
    this.#blank = /** @type {HTMLElement} */ (found().cloneNode(true));
    this.#on('htmx:config:request', (request, event) => this.#request(request, event));
    this.#on('htmx:finally:swap', (request) => this.#show(request));
    this.#on('htmx:response:error', (request) => this.#fail(request));
    this.#on('htmx:error', (request) => this.#fail(request));
    document.addEventListener('click', (event) => this.#click(event), { capture: true });
    document.addEventListener('keydown', (event) => this.#press(event), { capture: true });
    form.addEventListener('focusout', ({ relatedTarget }) => {
      const isLeft = !(relatedTarget instanceof Node) || !form.contains(relatedTarget);
      if (isLeft && !this.#isShown) this.#goBack = null;
    });
  }

  /**
   * @param {string} name
   * @param {(request: Request, event: Event) => void} act on a request for results
   */
  #on(name, act) {
    document.addEventListener(name, (event) => {
      const request = /** @type {CustomEvent<{ctx?: Request}>} */ (event).detail.ctx;
      if (request && (request.sourceElement === this.#form || request.target?.id === 'found')) act(request, event);
    });
  }

  /** Who empties the field asks for nothing: the stream comes back.
   * @param {Request} request @param {Event} event */
  #request({ sourceElement }, event) {
    if (sourceElement !== this.#form || !this.#isBlank() || found().contains(document.activeElement)) return;
    event.preventDefault();
    this.#clear();
  }

  /** @param {Request} request */
  #show({ response, sourceElement }) {
    if (!response || (response.status >= 400 && response.status !== TOO_LONG)) return;
    clearNotice(this.#form);
    this.#goBack ??= placeIn(this.#stream);
    this.#isShown = true;
    this.#cover(true);
    this.#showChoices();
    if (sourceElement.matches('.pager-newer, .pager-older')) found().scrollIntoView({ block: 'start' });
    else this.#bringUp();
  }

  /** Results that begin in the lower half of the window would hardly be seen. */
  #bringUp() {
    const isLow = found().getBoundingClientRect().top > innerHeight / 2;
    if (isLow) this.#form.scrollIntoView({ block: 'start', behavior: 'instant' });
  }

  #clear() {
    htmx.trigger(this.#form, 'htmx:abort');
    clearNotice(this.#form);
    for (const field of this.#fields()) field.value = '';
    if (!this.#isShown) return;
    const hadFocus = found().contains(document.activeElement);
    delete found().dataset.asked;
    found().replaceChildren(...this.#blank.cloneNode(true).childNodes);
    htmx.process(found());
    this.#isShown = false;
    this.#cover(false);
    const all = /** @type {HTMLElement | null} */ (found().querySelector('[aria-current]'));
    if (hadFocus) all?.focus({ preventScroll: true });
    this.#goBack?.();
    this.#goBack = null;
  }

  /** The page keeps a main landmark, whichever of the two it shows.
   * @param {boolean} isCovered */
  #cover(isCovered) {
    this.#stream.hidden = isCovered;
    if (isCovered) this.#stream.parentElement?.setAttribute('role', 'main');
    else this.#stream.parentElement?.removeAttribute('role');
  }

  /** A quick filter sets what the form would ask for; the words are being typed. */
  #showChoices() {
    // A morph leaves `aria-current` alone.
    for (const link of found().querySelectorAll('.quick a')) {
      if (link.matches('[data-current]')) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    const chosen = JSON.parse(found().dataset.asked ?? '{}');
    for (const field of this.#fields()) if (field.name !== 'q') field.value = chosen[field.name] ?? '';
  }

  /** @param {Request} request */
  #fail({ response, sourceElement }) {
    const again = { label: gettext('Try again'), act: () => htmx.trigger(sourceElement, this.#eventOf(sourceElement)) };
    const signIn = { label: gettext('Sign in'), href: SIGN_IN };
    if (!response) showNotice(this.#form, gettext('Not searched: the server could not be reached.'), again);
    else if (response.status === 401) {
      showNotice(this.#form, gettext('Not searched: you are signed out.'), signIn, again);
    } else if (response.status !== 422) {
      showNotice(this.#form, gettext('Not searched: the server has a problem.'), again);
    }
  }

  /** @param {Element} element */
  #eventOf(element) {
    if (element === this.#form) return 'submit';
    return element.id === 'found' ? 'dateline:message' : 'click';
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = event.target instanceof Element ? event.target.closest(`a[hx-get], ${INTO_STREAM}`) : null;
    if (!link) return;
    // htmx 4.0.1 prevents the default of every click on a link, and then leaves clicks with a modifier key alone.
    if (!isPlainClick(event)) return link.matches('[hx-get]') ? event.stopPropagation() : undefined;
    if (!link.matches(INTO_STREAM)) return;
    if (link.matches('[data-stream]')) event.preventDefault();
    this.#clear();
  }

  /** The shortcut to the search scrolls to it: this notes first where one was.
   * @param {KeyboardEvent} event */
  #press(event) {
    if (isComposing(event)) return;
    if (event.key === 'Escape' && event.target === this.#field) this.#clear();
    else if (event.key === '/' && !isTyping() && !this.#isShown) this.#goBack = placeIn(this.#stream);
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem('q'));
  }

  #fields() {
    return /** @type {HTMLInputElement[]} */ ([...this.#form.elements]).filter(({ name }) => name);
  }

  #isBlank() {
    return this.#fields().every(({ value }) => !value.trim());
  }
}

/** On the desk of a visit; the search on a page of its own works without. */
export function startFinding() {
  const form = document.getElementById('find-form');
  const stream = document.getElementById('stream');
  if (htmx && form instanceof HTMLFormElement && stream) new Finding(form, stream);
}

/** @param {HTMLElement} stream @returns {() => void} scrolls back to where the stream is now */
function placeIn(stream) {
  const list = document.getElementById('updates');
  const first = shownIn(list).find((article) => article.getBoundingClientRect().bottom > 0);
  const shown = [first, list, stream].filter((element) => element?.checkVisibility());
  const marks = shown.map((element) => markOf(/** @type {HTMLElement} */ (element)));
  return () => {
    const moved = marks.map((mark) => mark()).find((by) => by !== null);
    if (moved) scrollBy({ top: moved, behavior: 'instant' });
  };
}

const found = () => /** @type {HTMLElement} */ (document.getElementById('found'));
