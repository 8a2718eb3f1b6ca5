/** Lets one drag the items of a list into another order, by mouse, pen or finger; buttons beside them do it without. */

import { isComposing } from '../composing.js';

/** One item that is being dragged, from the press to the release. A line shows where it would go. */
class Drag {
  #item;
  #list;
  /** @type {HTMLElement | null | undefined} */ #next; // the item before which it would go; null for the end
  #ends = new AbortController();

  /** @param {HTMLElement} handle @param {HTMLElement} item @param {HTMLElement} list @param {number} pointer */
  constructor(handle, item, list, pointer) {
    this.#item = item;
    this.#list = list;
    handle.setPointerCapture(pointer);
    item.dataset.dragged = '';
    const { signal } = this.#ends;
    handle.addEventListener('pointermove', ({ clientY }) => this.#move(clientY), { signal });
    handle.addEventListener('pointerup', () => this.#drop(), { signal });
    handle.addEventListener('pointercancel', () => this.#end(), { signal });
    document.addEventListener('keydown', (event) => isComposing(event) || this.#hear(event.key), { signal });
  }

  /** It would go before the first item whose middle is below the pointer. @param {number} y */
  #move(y) {
    const items = this.#items;
    this.#next = items.find((item) => y < middleOf(item)) ?? null;
    for (const item of items) item.toggleAttribute('data-drop-before', item === this.#next);
    items.at(-1)?.toggleAttribute('data-drop-after', this.#next === null);
  }

  #drop() {
    const next = this.#next;
    const items = this.#items;
    this.#end();
    if (next === undefined || next === this.#item) return;
    const others = items.filter((item) => item !== this.#item);
    others.splice(next ? others.indexOf(next) : others.length, 0, this.#item);
    const order = keysOf(others);
    const form = document.getElementById(this.#list.dataset.order ?? '');
    if (order === keysOf(items)) return;
    if (form instanceof HTMLFormElement) return send(form, order);
    this.#list.append(...others);
    this.#list.dispatchEvent(new Event('input', { bubbles: true })); // it is part of a form that is still written
  }

  /** @param {string} key */
  #hear(key) {
    if (key === 'Escape') this.#end();
  }

  #end() {
    this.#ends.abort();
    this.#item.removeAttribute('data-dragged');
    for (const item of this.#items) {
      item.removeAttribute('data-drop-before');
      item.removeAttribute('data-drop-after');
    }
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }
}

/**
 * A list is `[data-order="<form's id>"]`; its items have `data-key` and a `[data-handle]`. The form is sent with the
 * keys in their new order as `order`, as the buttons send them; without a form they only change places.
 */
export function startOrdering() {
  document.addEventListener('pointerdown', (event) => {
    const handle = /** @type {Element} */ (event.target).closest('[data-handle]');
    const item = handle?.closest('[data-key]');
    const list = item?.closest('[data-order]');
    if (event.button !== 0 || !(item instanceof HTMLElement) || !(list instanceof HTMLElement)) return;
    event.preventDefault(); // no selection of text
    new Drag(/** @type {HTMLElement} */ (handle), item, list, event.pointerId);
  });
}

/** @param {HTMLElement[]} items */
const keysOf = (items) => items.map(({ dataset }) => dataset.key).join(' ');

/** @param {HTMLElement} item */
function middleOf(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}

/** @param {HTMLFormElement} form @param {string} order */
function send(form, order) {
  const button = Object.assign(document.createElement('button'), { type: 'submit', name: 'order', value: order });
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}
