/** Turns a long list of topics into those that are chosen and a combobox for others. The checkboxes stay what is sent and restored. */

import { adding } from './adding.js';
import { Combobox } from './combobox.js';
import { gettext } from '../../messages.js';
import { ADD, offerOf } from './speaker-field.js';

/** @typedef {import('./choice-search.js').Choice} Choice */

const MANY = 9; // from so many on, reading the list takes longer than typing

export class TopicsField {
  /** @type {HTMLFieldSetElement} */ #fieldset;
  /** @type {Combobox} */ #combobox;

  /** @param {import('./combobox.js').NavClass} Nav @param {HTMLFieldSetElement} fieldset */
  constructor(Nav, fieldset) {
    this.#fieldset = fieldset;
    this.#combobox = new Combobox(Nav, `${fieldset.id}-typed`, {
      choices: () => this.#boxes.filter((box) => !box.checked).map(choiceOf),
      shown: () => '',
      choose: (choice) => this.#choose(choice),
      more: (query) => (adding(fieldset) && !this.#isChosen(query) ? offerOf(query) : null),
      nothing: (query) => gettext('There is no “%(name)s” in this visit.', { name: query }),
    });
    this.#combobox.input.placeholder = gettext('Find a topic');
    this.#combobox.input.setAttribute('aria-label', gettext('Find a topic'));
    this.#combobox.label = gettext('Topics');
    fieldset.addEventListener('change', ({ target }) => this.#keepFocus(target));
    fieldset.addEventListener('dateline:added', () => this.show() && this.#combobox.focus());
  }

  /** Puts the combobox on the page, where there are many topics; whether there are. */
  show() {
    const isMany = this.#boxes.length >= MANY;
    this.#fieldset.toggleAttribute('data-many', isMany);
    const { element } = this.#combobox;
    if (isMany && !element.isConnected) this.#fieldset.querySelector('.topic-choices')?.after(element);
    this.sync();
    return isMany;
  }

  sync() {
    this.#combobox.sync();
  }

  get #boxes() {
    return /** @type {HTMLInputElement[]} */ ([...this.#fieldset.querySelectorAll('[name=topics]')]);
  }

  /** @param {string} query */
  #isChosen(query) {
    return this.#boxes.some((box) => box.checked && choiceOf(box).label.toLowerCase() === query.toLowerCase());
  }

  /** @param {Choice} choice */
  #choose({ value, words = '' }) {
    if (value === ADD) return adding(this.#fieldset)?.open(words);
    const box = this.#boxes.find((one) => one.value === value);
    if (!box) return;
    box.checked = true;
    for (const name of ['input', 'change']) box.dispatchEvent(new Event(name, { bubbles: true }));
  }

  /** A topic that is taken off disappears from under the focus.
   * @param {EventTarget | null} target */
  #keepFocus(target) {
    const isGone = target instanceof HTMLInputElement && target.name === 'topics' && !target.checked;
    if (isGone && document.activeElement === target && this.show()) this.#combobox.focus();
  }
}

/** @param {HTMLInputElement} box @returns {Choice} */
const choiceOf = (box) => ({ value: box.value, label: box.labels?.[0]?.textContent?.trim() ?? '' });
