/** The dialog in which a picture is cropped and its focal point is set: by mouse, finger or keyboard. */

import { isComposing } from '../../composing.js';
import { gettext } from '../../messages.js';
import { boxOf, inPixels, movedBy, resizedBy, shifted, WHOLE } from './crop-box.js';

const STEP = 0.01;
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
});
const CENTRE = { x: 0.5, y: 0.5 };

class CropDialog {
  #dialog;
  #form;
  #image;
  #frame;
  #dot;
  /** @type {HTMLElement | null} */ #row = null;
  #box = WHOLE;
  #focus = CENTRE;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    const find = (/** @type {string} */ part) => /** @type {HTMLElement} */ (dialog.querySelector(part));
    this.#dialog = dialog;
    this.#form = /** @type {HTMLFormElement} */ (find('form'));
    this.#image = /** @type {HTMLImageElement} */ (find('[data-crop-image]'));
    this.#frame = find('[data-crop-frame]');
    this.#dot = find('[data-crop-focus]');
    this.#frame.addEventListener('keydown', (event) => this.#hear(event));
    this.#frame.addEventListener('pointerdown', (event) => this.#grab(event));
    this.#form.addEventListener('submit', () => this.#fillIn(), true);
    find('[data-crop-whole]').addEventListener('click', () => this.#set(WHOLE, CENTRE));
    find('[data-crop-cancel]').addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => this.#back());
    document.addEventListener('htmx:after:request', (event) => {
      const { ctx } = /** @type {CustomEvent} */ (event).detail;
      if (ctx.sourceElement === this.#form && ctx.response?.status < 400) this.#saved(ctx.text);
    });
  }

  /** @param {HTMLElement} row of the picture in the tray */
  open(row) {
    const { address = '', source = '', crop = '', focus = '50 50' } = row.dataset;
    const thumb = /** @type {HTMLImageElement} */ (row.querySelector('img'));
    const [width, height] = sizeOf(row);
    const [x, y] = focus.split(' ').map(Number);
    this.#row = row;
    this.#form.action = address;
    this.#form.querySelector('[type=submit]')?.setAttribute('formaction', address);
    Object.assign(this.#image, { src: source, width, height, alt: thumb.alt });
    this.#dialog.style.setProperty('--ratio', String(width / height));
    this.#set(boxOf(crop, width, height), { x: x / 100, y: y / 100 });
    this.#dialog.showModal();
    this.#frame.focus();
  }

  /** Arrow keys move what has the focus; with Shift they move the lower right corner of the frame.
   * @param {KeyboardEvent} event */
  #hear(event) {
    const [x, y] = ARROWS[event.key] ?? [];
    if (x === undefined || isComposing(event) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.target === this.#dot) this.#set(this.#box, shifted(this.#focus, x, y));
    else if (event.shiftKey) this.#set(resizedBy(this.#box, { across: 1, down: 1 }, x, y));
    else this.#set(movedBy(this.#box, x, y));
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const [box, focus] = [this.#box, this.#focus];
    const { width, height } = this.#image.getBoundingClientRect();
    const { across, down } = target.dataset;
    const ends = new AbortController();
    const follow = (/** @type {PointerEvent} */ { clientX, clientY }) => {
      const [x, y] = [(clientX - event.clientX) / width, (clientY - event.clientY) / height];
      if (target === this.#dot) this.#set(box, shifted(focus, x / box.width, y / box.height));
      else if (across) this.#set(resizedBy(box, { across: Number(across), down: Number(down) }, x, y));
      else this.#set(movedBy(box, x, y));
    };
    target.setPointerCapture(event.pointerId);
    target.addEventListener('pointermove', follow, { signal: ends.signal });
    for (const end of ['pointerup', 'pointercancel']) {
      target.addEventListener(end, () => ends.abort(), { signal: ends.signal });
    }
  }

  /** @param {import('./crop-box.js').Box} box @param {import('./crop-box.js').Point} [focus] */
  #set(box, focus = this.#focus) {
    [this.#box, this.#focus] = [box, focus];
    place(this.#frame, { left: box.left, top: box.top, width: box.width, height: box.height });
    place(this.#dot, { left: focus.x, top: focus.y });
    const [left, top, width, height] = [box.left, box.top, box.width, box.height].map(perCent);
    const [x, y] = [focus.x, focus.y].map(perCent);
    const said = gettext(
      'Shown: %(width)s % of the width and %(height)s % of the height, from %(left)s % at the left and %(top)s % at the top. Centre of attention: %(x)s % across, %(y)s % down.',
      { left, top, width, height, x, y },
    );
    /** @type {HTMLElement} */ (this.#dialog.querySelector('[data-crop-said]')).textContent = said;
  }

  /** The description in the row goes along: the address saves all of it. */
  #fillIn() {
    const row = this.#row;
    if (!row) return;
    const id = row.dataset.key ?? '';
    const values = new Map([
      ['crop', inPixels(this.#box, ...sizeOf(row))],
      ['focus_x', String(perCent(this.#focus.x))],
      ['focus_y', String(perCent(this.#focus.y))],
    ]);
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll(`[name$="-${id}"]`))) {
      if (field.type !== 'checkbox' || field.checked) values.set(field.name.slice(0, -id.length - 1), field.value);
    }
    const place = /** @type {HTMLElement} */ (this.#form.querySelector('[data-crop-fields]'));
    const inputs = [...values].map(([name, value]) =>
      Object.assign(document.createElement('input'), { name, value, type: 'hidden' }),
    );
    place.replaceChildren(...inputs);
  }

  /** The row goes on with the new version; what is typed in it stays.
   * @param {string} html the row as the server has it now */
  #saved(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const saved = template.content.querySelector('li');
    const row = this.#row;
    if (!saved || !row) return;
    Object.assign(row.dataset, saved.dataset);
    const version = /** @type {HTMLInputElement | null} */ (row.querySelector('[name^="version-"]'));
    const thumb = /** @type {HTMLImageElement | null} */ (row.querySelector('img'));
    if (version) version.value = saved.dataset.version ?? '';
    if (thumb) thumb.src = saved.querySelector('img')?.getAttribute('src') ?? thumb.src;
    this.#dialog.close();
    row.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #back() {
    /** @type {HTMLElement | null | undefined} */ (this.#row?.querySelector('[data-deed=crop]'))?.focus();
  }
}

export function startCropping() {
  const dialog = document.getElementById('crop-dialog');
  if (!(dialog instanceof HTMLDialogElement)) return;
  const cropping = new CropDialog(dialog);
  document.addEventListener('click', ({ target }) => {
    const row = target instanceof Element ? target.closest('[data-deed=crop]')?.closest('li') : null;
    if (row) cropping.open(row);
  });
}

/** @param {HTMLElement} row @returns {[number, number]} of the whole picture, in pixels */
function sizeOf(row) {
  const [width, height] = (row.dataset.size ?? '1 1').split(' ').map(Number);
  return [width, height];
}

/** @param {HTMLElement} element @param {Record<string, number>} shares */
function place(element, shares) {
  for (const [name, share] of Object.entries(shares)) element.style.setProperty(name, `${share * 100}%`);
}

/** @param {number} share */
const perCent = (share) => Math.round(share * 100);
