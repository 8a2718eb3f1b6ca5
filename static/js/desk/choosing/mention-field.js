/** Offers the names of the team while `@` and a name are typed into a note: the list and keys are those of the comboboxes. */

import { found, isNamed } from './choice-search.js';
import { isComposing } from '../../composing.js';
import { gettext, ngettext } from '../../messages.js';
import { Spaced } from '../../spaced.js';

const MOST = 6;
const BEGUN = /(?<![\p{L}\p{N}_@.])[@＠]([\p{L}\p{N}][^@＠\n]{0,60})?$/u; // at the caret

export class MentionField {
  /** @type {import('./combobox.js').NavClass} */ #Nav;
  /** @type {HTMLTextAreaElement} */ #field;
  /** @type {import('./combobox.js').Nav | null} */ #nav = null;
  #list = document.createElement('ul');
  #status = document.createElement('p');
  #count = new Spaced((count) => (this.#status.textContent = ngettext('%(num)s found', '%(num)s found', count)));

  /** @param {import('./combobox.js').NavClass} Nav @param {HTMLTextAreaElement} field */
  constructor(Nav, field) {
    this.#Nav = Nav;
    this.#field = field;
    Object.assign(this.#list, { id: `${field.id}-names`, className: 'combobox-list', hidden: true });
    this.#list.setAttribute('role', 'listbox');
    this.#list.setAttribute('aria-label', gettext('Colleagues'));
    this.#status.className = 'unseen';
    this.#status.setAttribute('role', 'status');
    field.addEventListener('keydown', (event) => this.#press(event), true); // before the library
    field.addEventListener('input', (event) => event.isComposing || this.#look());
    field.addEventListener('blur', () => this.#close());
    this.#list.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus
    this.#list.addEventListener('combobox-commit', ({ target }) => this.#take(/** @type {HTMLElement} */ (target)));
  }

  /** Puts the list on the page, also after the server sent the field again. */
  show() {
    if (this.#list.isConnected) return;
    this.#field.after(this.#list, this.#status);
    if (this.#field === document.activeElement) this.#look(); // the sign may have been typed before the library came
  }

  sync() {
    this.#close();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (isComposing(event)) return event.stopImmediatePropagation();
    if (event.key !== 'Escape' || this.#list.hidden) return;
    event.preventDefault(); // the dialog that the field lies in stays open
    event.stopPropagation();
    this.#close();
  }

  /** What was typed after the sign, or nothing where no name is being typed. */
  get #query() {
    const match = BEGUN.exec(this.#field.value.slice(0, this.#field.selectionStart));
    return match ? (match[1] ?? '') : null;
  }

  #look() {
    const query = this.#query;
    this.#close();
    if (query === null) return;
    const team = /** @type {HTMLDataListElement | null} */ (document.getElementById('note-team'));
    const choices = [...(team?.options ?? [])].map(({ value }) => ({ value, label: value }));
    const isDone = query.endsWith(' ') && choices.some((choice) => isNamed(choice, query));
    const names = isDone ? [] : found(choices, query).slice(0, MOST);
    if (names.length > 0) this.#open(names.map(({ value }) => value));
  }

  /** @param {string[]} names */
  #open(names) {
    this.#list.replaceChildren(...names.map((name, index) => this.#option(name, index)));
    this.#list.hidden = false;
    this.#count.ask(names.length);
    this.#nav = new this.#Nav(this.#field, this.#list, { tabInsertsSuggestions: false });
    this.#nav.start();
    // A text of several lines is a text box, which has no such state, and no combobox.
    for (const name of ['role', 'aria-expanded']) this.#field.removeAttribute(name);
    this.#nav.navigate(1);
    this.#list.scrollIntoView({ block: 'nearest' });
  }

  #close() {
    this.#nav?.destroy();
    this.#nav = null;
    this.#list.hidden = true;
    this.#count.cancel();
    this.#status.textContent = '';
  }

  /** @param {HTMLElement} option */
  #take(option) {
    const end = this.#field.selectionStart;
    const start = end - (this.#query?.length ?? 0);
    this.#close();
    this.#field.setRangeText(`${option.dataset.name} `, start, end, 'end');
    this.#field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** @param {string} name @param {number} index */
  #option(name, index) {
    const option = Object.assign(document.createElement('li'), { id: `${this.#list.id}-${index}`, dir: 'auto' });
    option.setAttribute('role', 'option');
    option.dataset.name = name;
    option.textContent = name;
    return option;
  }
}
