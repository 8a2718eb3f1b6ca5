/** Edits the names in a byline's one field as a list. The field keeps them, separated by commas, and stays what is sent and restored. */

import { Combobox } from './combobox.js';
import { gettext } from '../../messages.js';

const MOST = 5;
const SEPARATOR = /[,;،؛，、；]/;

export class BylineField {
  /** @type {HTMLDetailsElement} */ #fold;
  /** @type {HTMLInputElement} */ #field;
  /** @type {Combobox} */ #combobox;
  #names = document.createElement('ul');

  /** @param {import('./combobox.js').NavClass} Nav @param {HTMLDetailsElement} fold */
  constructor(Nav, fold) {
    this.#fold = fold;
    this.#field = /** @type {HTMLInputElement} */ (fold.querySelector('[name=by]'));
    this.#names.className = 'names';
    this.#combobox = new Combobox(Nav, `${this.#field.id}-typed`, {
      choices: () => this.#team.filter((name) => !this.#holds(name)).map((name) => ({ value: name, label: name })),
      shown: () => '',
      choose: ({ value }) => this.#set([...this.#signed, value]),
      more: (query) =>
        this.#holds(query) ? null : { value: query, label: gettext('Sign with “%(name)s”', { name: query }) },
      nothing: () => '',
      leave: (query) => this.#set([...this.#signed, query]),
    });
    this.#combobox.input.placeholder = gettext('Add a name');
    this.#combobox.input.addEventListener('input', () => this.#split());
    this.#names.addEventListener('click', ({ target }) => this.#remove(/** @type {Element} */ (target)));
    this.#field.addEventListener('focus', () => this.#combobox.input.focus()); // from the list of errors
  }

  /** Puts the list on the page, also after the server sent the field again. */
  show() {
    const { input, element } = this.#combobox;
    const label = this.#fold.querySelector('label');
    if (!element.isConnected) this.#field.before(this.#names, element);
    this.#field.className = 'combobox-value';
    this.#field.tabIndex = -1;
    this.#field.ariaHidden = 'true';
    this.#field.removeAttribute('list');
    if (label) {
      label.htmlFor = input.id;
      this.#combobox.label = label.textContent?.trim() ?? '';
    }
    this.#combobox.describeAs(this.#field);
    this.sync();
  }

  sync() {
    const signed = this.#signed;
    this.#names.replaceChildren(
      ...signed.map((name) => this.#itemOf(name, signed.length > 1 || name !== this.#author)),
    );
    this.#combobox.element.hidden = signed.length >= MOST;
    this.#combobox.sync();
    const isOwn = signed.length === 1 && signed[0] === this.#field.dataset.you;
    const says = this.#fold.querySelector('.byline-says');
    if (says) says.textContent = isOwn ? gettext('By you') : gettext('By %(names)s', { names: listed(signed) });
  }

  /** The names that readers would see. */
  get #signed() {
    const names = namesIn(this.#field.value);
    return names.length > 0 || !this.#author ? names : [this.#author];
  }

  get #author() {
    return this.#field.dataset.author ?? '';
  }

  get #team() {
    return [...(this.#fold.querySelector('datalist')?.options ?? [])].map(({ value }) => value);
  }

  /** @param {string} name */
  #holds(name) {
    return this.#signed.some((other) => other.toLowerCase() === name.toLowerCase());
  }

  /** @param {string[]} names */
  #set(names) {
    const known = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
    const unique = [...known.values()].toReversed();
    this.#field.value = unique.length === 1 && unique[0] === this.#author ? '' : unique.join(', ');
    for (const name of ['input', 'change']) this.#field.dispatchEvent(new Event(name, { bubbles: true }));
    this.sync();
  }

  /** A comma ends a name, also in a list that is pasted. */
  #split() {
    const { input } = this.#combobox;
    if (!SEPARATOR.test(input.value)) return;
    const names = namesIn(input.value);
    input.value = '';
    this.#set([...this.#signed, ...names]);
  }

  /** @param {Element} target */
  #remove(target) {
    const item = target.closest('button')?.closest('li');
    if (!item) return;
    this.#set(this.#signed.filter((name) => name !== item.dataset.name));
    this.#combobox.focus();
  }

  /** @param {string} name @param {boolean} isRemovable */
  #itemOf(name, isRemovable) {
    const item = document.createElement('li');
    item.dataset.name = name;
    const words = Object.assign(document.createElement('bdi'), { textContent: this.#called(name) });
    item.append(words);
    if (!isRemovable) return item;
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
    button.setAttribute('aria-label', gettext('Remove %(name)s', { name }));
    item.append(' ', button);
    return item;
  }

  /** @param {string} name */
  #called(name) {
    return this.#field.dataset.you === name ? gettext('%(name)s (you)', { name }) : name;
  }
}

/** @param {string} text */
const namesIn = (text) =>
  text
    .split(SEPARATOR)
    .map((name) => name.trim())
    .filter(Boolean);

/** @param {string[]} names */
function listed(names) {
  const last = names.at(-1) ?? '';
  if (names.length < 2) return last;
  const comma = gettext(', ');
  return gettext('%(names)s and %(last)s', { names: names.slice(0, -1).join(comma), last });
}
