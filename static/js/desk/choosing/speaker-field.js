/** Makes `select[data-choose]` a combobox. The select stays the field that is sent, stored and restored; the combobox shows it. */

import { adding } from './adding.js';
import { Combobox } from './combobox.js';
import { gettext } from '../../messages.js';

/** @typedef {import('./choice-search.js').Choice} Choice */

export const ADD = 'add:'; // the value of the last choice, which no key contains

export class SpeakerField {
  /** @type {HTMLSelectElement} */ #select;
  /** @type {Combobox} */ #combobox;

  /** @param {import('./combobox.js').NavClass} Nav @param {HTMLSelectElement} select */
  constructor(Nav, select) {
    this.#select = select;
    this.#combobox = new Combobox(Nav, `${select.id}-typed`, {
      choices: () => [...select.options].map(choiceOf),
      shown: () => (select.value ? choiceOf(select.selectedOptions[0]).label : ''),
      choose: (choice) => this.#choose(choice),
      more: (query) => (adding(select) ? offerOf(query) : null),
      unmet: (query) =>
        gettext('There is no “%(name)s” in this visit. Choose from the list, or empty the field.', { name: query }),
      nothing: (query) => gettext('There is no “%(name)s” in this visit.', { name: query }) + this.#advice,
    });
    this.#combobox.input.placeholder = select.dataset.placeholder ?? gettext('Name, title or side');
    select.addEventListener('change', () => this.#combobox.sync());
    select.addEventListener('focus', () => this.#combobox.input.focus()); // from the list of errors
    select.addEventListener('dateline:added', () => this.#combobox.focus());
  }

  /** Puts the combobox on the page, also after the server sent the select again. */
  show() {
    const { input, element } = this.#combobox;
    const label = this.#select.labels[0] ?? document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    if (!element.isConnected) this.#select.before(element);
    this.#select.className = 'combobox-value';
    this.#select.tabIndex = -1;
    this.#select.ariaHidden = 'true';
    if (label instanceof HTMLLabelElement) {
      label.htmlFor = input.id;
      this.#combobox.label = label.textContent?.trim() ?? '';
    }
    this.#combobox.describeAs(this.#select);
    this.sync();
    if (document.activeElement === this.#select) input.focus(); // whoever was quicker than the library
  }

  sync() {
    this.#combobox.sync();
  }

  get #advice() {
    const { advice } = this.#select.dataset;
    return advice ? ` ${advice}` : '';
  }

  /** @param {Choice} choice */
  #choose({ value, words = '' }) {
    if (value === ADD) return adding(this.#select)?.open(words);
    if (this.#select.value === value) return;
    this.#select.value = value;
    for (const name of ['input', 'change']) this.#select.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

/** @param {string} query @returns {Choice} */
export const offerOf = (query) => ({ value: ADD, label: gettext('Add “%(name)s” …', { name: query }), words: query });

/** @param {HTMLOptionElement} option @returns {Choice} */
function choiceOf(option) {
  const { name, title, words } = option.dataset;
  const group = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : '';
  return {
    value: option.value,
    label: name ?? option.text.trim(),
    detail: title,
    group: name === group || !option.value ? '' : group,
    words,
  };
}
