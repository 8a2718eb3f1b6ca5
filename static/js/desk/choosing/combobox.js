/** A field to type in with a list to choose from: an ARIA combobox, whose keys and selection are those of @github/combobox-nav. */

import { found, isNamed } from './choice-search.js';
import { isComposing } from '../../composing.js';
import { gettext, ngettext } from '../../messages.js';
import { Spaced } from '../../spaced.js';

/** @typedef {import('./choice-search.js').Choice} Choice */
/** @typedef {import('../../../vendor/combobox-nav-3.0.2.js').default} Nav */
/** @typedef {new (input: HTMLInputElement | HTMLTextAreaElement, list: HTMLElement, settings: object) => Nav} NavClass */

/**
 * @typedef {object} Source what a combobox chooses from, and what becomes of it
 * @property {() => Choice[]} choices
 * @property {() => string} shown the text of the field while nobody types
 * @property {(choice: Choice) => void} choose
 * @property {(query: string) => Choice | null} [more] a last choice for a query that names none of the others
 * @property {(query: string) => string} [nothing] the sentence for a query that finds nothing
 * @property {(query: string) => void} [leave] what becomes of a query that was left without a choice
 * @property {(query: string) => string} [unmet] where it stays, and keeps the form from going out: the sentence that says so
 */

const TO_ADD = gettext('To add it, press the down arrow, then Enter.');
const GAP_PX = 8;
const TOP_PX = 72; // of what stays at the upper edge

export class Combobox {
  element = document.createElement('div');
  input = document.createElement('input');
  #list = document.createElement('ul');
  #nothing = document.createElement('p');
  #status = document.createElement('p');
  #count = new Spaced((count) => (this.#status.textContent = ngettext('%(num)s found', '%(num)s found', count)));
  /** @type {Source} */ #source;
  /** @type {Nav} */ #nav;
  /** @type {WeakMap<Element, Choice>} */ #offered = new WeakMap();
  #isTyped = false; // whether the field holds a query rather than what is chosen

  /** @param {NavClass} Nav @param {string} id @param {Source} source */
  constructor(Nav, id, source) {
    this.#source = source;
    this.element.className = 'combobox';
    Object.assign(this.input, { type: 'text', id, autocomplete: 'off', spellcheck: false, dir: 'auto' });
    this.input.setAttribute('autocapitalize', 'words');
    Object.assign(this.#list, { id: `${id}-list`, className: 'combobox-list', hidden: true });
    this.#list.setAttribute('role', 'listbox');
    Object.assign(this.#nothing, { className: 'combobox-nothing', hidden: true });
    this.#status.className = 'unseen';
    this.#status.setAttribute('role', 'status');
    this.element.append(this.input, this.#list, this.#nothing, this.#status);
    this.#nav = new Nav(this.input, this.#list, { tabInsertsSuggestions: false });
    this.#listen();
  }

  /** Shows what is chosen, unless somebody types. */
  sync() {
    if (this.#isTyped) return;
    this.input.value = this.#source.shown();
    this.#hold('');
  }

  /** Puts the keyboard into the field without opening its list. */
  focus() {
    this.input.focus();
    this.#close();
  }

  /** Repeats what the server says of the field that this one stands for; what is refused here stays refused.
   * @param {Element} field */
  describeAs(field) {
    for (const name of ['aria-invalid', 'aria-describedby']) {
      const value = field.getAttribute(name);
      if (value) this.input.setAttribute(name, value);
      else if (name !== 'aria-invalid' || this.input.validity.valid) this.input.removeAttribute(name);
    }
  }

  /** @param {string} name its accessible name */
  set label(name) {
    this.#list.setAttribute('aria-label', name);
  }

  #listen() {
    const { input } = this;
    // First of all: an input method's own Enter and arrows choose nothing here.
    input.addEventListener('keydown', (event) => isComposing(event) && event.stopImmediatePropagation(), true);
    input.addEventListener('keydown', (event) => this.#press(event));
    input.addEventListener('input', () => this.#type());
    input.addEventListener('compositionend', () => setTimeout(() => this.#isTyped && this.#type())); // after the library
    input.addEventListener('focus', () => this.#enter());
    input.addEventListener('click', () => this.#isOpen || this.#open());
    input.addEventListener('invalid', () => input.closest('details')?.setAttribute('open', ''));
    input.addEventListener('blur', () => document.activeElement !== input && this.#leave());
    this.#list.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus
    this.#list.addEventListener('combobox-commit', ({ target }) => this.#take(/** @type {Element} */ (target)));
  }

  get #isOpen() {
    return !this.#list.hidden;
  }

  #enter() {
    this.input.select();
    this.#open();
  }

  #type() {
    this.#isTyped = true;
    this.#hold('');
    this.#open();
    // After the library's own look at the key: the best match is selected, so that Enter takes it.
    queueMicrotask(() => {
      const [first] = this.#list.children;
      if (this.input.value.trim() && first && !first.matches('[data-more]')) this.#nav.navigate(1);
    });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key } = event;
    if (!this.#isOpen && (key === 'ArrowDown' || key === 'ArrowUp')) {
      event.preventDefault();
      this.#open();
    } else if (key === 'Escape' && (this.#isOpen || this.#isTyped)) {
      event.preventDefault(); // whatever the field lies in stays open
      this.#isTyped = false;
      this.sync();
      this.input.select();
      this.#close();
    } else if (key === 'Enter' && this.#isTyped && this.input.value.trim() && !this.#selected) {
      event.preventDefault(); // on the way to the next field the query would be lost
      if (this.#source.leave) this.#leave();
    }
  }

  get #selected() {
    return this.#list.querySelector('[aria-selected=true]');
  }

  #open() {
    const query = this.#isTyped ? this.input.value : '';
    const choices = this.#source.choices();
    const matching = found(choices, query);
    const isKnown = choices.some((choice) => isNamed(choice, query));
    const more = query.trim() && !isKnown ? this.#source.more?.(query.trim()) : null;
    this.#list.replaceChildren(
      ...[...matching, ...(more ? [more] : [])].map((choice, index) => this.#option(choice, index)),
    );
    this.#list.lastElementChild?.toggleAttribute('data-more', Boolean(more));
    this.#nothing.hidden = matching.length > 0 || query.trim() === '';
    this.#nothing.textContent = this.#nothing.hidden
      ? ''
      : (this.#source.nothing?.(query.trim()) ?? gettext('Nothing found.')) + (more ? ` ${TO_ADD}` : '');
    if (query.trim()) this.#count.ask(matching.length);
    const hasOptions = this.#list.childElementCount > 0;
    this.#nav.stop();
    this.#list.hidden = !hasOptions;
    if (hasOptions) this.#nav.start();
    this.#reveal();
  }

  /** The list is part of the page, whose lower edge the form's buttons may cover: it comes into view above them. */
  #reveal() {
    this.#list.scrollTop = 0;
    this.element.scrollIntoView({ block: 'nearest' });
    const { top, bottom } = this.element.getBoundingClientRect();
    const buttons = this.input.form?.querySelector('.composer-actions')?.getBoundingClientRect();
    const hidden = buttons ? bottom - buttons.top + GAP_PX : 0;
    if (hidden > GAP_PX) scrollBy(0, Math.min(hidden, Math.max(0, top - TOP_PX)));
  }

  #close() {
    this.#nav.stop();
    this.#list.hidden = this.#nothing.hidden = true;
    this.#count.cancel();
    this.#status.textContent = '';
  }

  /** Whoever typed a whole name, or nothing, and went on meant that. */
  #leave() {
    const query = this.input.value;
    const isMeant = (/** @type {Choice} */ choice) => (query.trim() ? isNamed(choice, query) : choice.value === '');
    const named = this.#isTyped && this.#source.choices().filter(isMeant);
    this.#isTyped = false;
    const isSeen = this.#isOpen;
    this.#close();
    if (isSeen) this.#keepRoom();
    if (named && named.length === 1) this.#source.choose(named[0]);
    else if (named && query.trim() && this.#source.unmet) return this.#hold(this.#source.unmet(query.trim()));
    else if (named && query.trim()) this.#source.leave?.(query.trim());
    this.sync();
  }

  /** Keeps what was typed but names nothing, says so, and keeps the form from going out without it; '' ends that.
   * @param {string} sentence */
  #hold(sentence) {
    const wasHeld = this.input.validationMessage !== '';
    this.input.setCustomValidity(sentence);
    if (sentence) this.#isTyped = true;
    if (sentence) this.input.setAttribute('aria-invalid', 'true');
    else if (wasHeld) this.input.removeAttribute('aria-invalid');
    this.#nothing.hidden = sentence === '';
    this.#nothing.textContent = sentence;
  }

  /** A tap elsewhere takes the focus before it is a click: what it aims at must not move until then. */
  #keepRoom() {
    this.#list.hidden = false;
    setTimeout(() => document.activeElement === this.input || (this.#list.hidden = true));
  }

  /** @param {Element} option */
  #take(option) {
    const choice = this.#offered.get(option);
    this.#isTyped = false;
    this.#close();
    if (choice) this.#source.choose(choice);
    this.sync();
    this.#reveal(); // what was chosen may have moved it
  }

  /** @param {Choice} choice @param {number} index */
  #option(choice, index) {
    const option = document.createElement('li');
    option.id = `${this.#list.id}-${index}`;
    option.setAttribute('role', 'option');
    for (const part of /** @type {const} */ (['label', 'detail', 'group'])) {
      if (!choice[part]) continue;
      const words = Object.assign(document.createElement('span'), { className: `option-${part}`, dir: 'auto' });
      words.textContent = choice[part] ?? '';
      option.append(...(option.childElementCount ? [' '] : []), words);
    }
    this.#offered.set(option, choice);
    return option;
  }
}
