/** Shows the pictures of an update large, one at a time: by mouse, finger or keyboard. Loads with the first picture that is opened. */

import { isComposing } from './composing.js';
import { gettext } from './messages.js';
import { loadStyles } from './styles.js';

const SWIPE_PX = 48;
const STEPS = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1 });

class Lightbox {
  /** @type {HTMLAnchorElement[]} */ #links;
  #index;
  #dialog = make('dialog', 'lightbox');
  #count = make('p', 'lightbox-count');
  #stage = make('div', 'lightbox-stage');
  #caption = make('div', 'lightbox-caption');
  #previous = makeButton('lightbox-previous', gettext('Previous picture'), 'previous', () => this.#step(-1));
  #next = makeButton('lightbox-next', gettext('Next picture'), 'next', () => this.#step(1));
  #isRightToLeft = document.documentElement.dir === 'rtl';

  /** @param {HTMLAnchorElement} link */
  constructor(link) {
    const around = link.closest('[data-pictures]') ?? link;
    const links = around === link ? [link] : [...around.querySelectorAll('a[data-picture]')];
    this.#links = /** @type {HTMLAnchorElement[]} */ (links);
    this.#index = this.#links.indexOf(link);
    this.#count.role = 'status'; // says which picture it is now
    const close = makeButton('lightbox-close', gettext('Close'), 'close', () => this.#dialog.close());
    this.#previous.hidden = this.#next.hidden = links.length < 2;
    this.#dialog.append(this.#count, this.#previous, this.#stage, this.#next, this.#caption, close);
    this.#dialog.addEventListener('keydown', (event) => this.#hear(event));
    this.#dialog.addEventListener('close', () => this.#leave());
    this.#listenToFingers();
  }

  open() {
    document.body.append(this.#dialog);
    this.#show();
    this.#dialog.showModal();
    /** @type {HTMLElement} */ (this.#dialog.querySelector('.lightbox-close')).focus();
  }

  #show() {
    const link = this.#links[this.#index];
    const picture = /** @type {HTMLElement} */ (link.querySelector('picture')).cloneNode(true);
    const image = /** @type {HTMLImageElement} */ (/** @type {Element} */ (picture).querySelector('img'));
    for (const source of /** @type {Element} */ (picture).querySelectorAll('[sizes]')) {
      source.setAttribute('sizes', '100vw');
    }
    image.loading = 'eager';
    image.removeAttribute('class');
    this.#stage.replaceChildren(picture);
    const credit = link.dataset.credit ?? '';
    this.#caption.replaceChildren(say('lightbox-words', captionOf(link)), ' ', say('lightbox-credit', credit));
    const [num, all] = [this.#index + 1, this.#links.length];
    const name = nameOf(image.alt, num, all);
    this.#dialog.ariaLabel = name;
    const seen = say('', all > 1 ? gettext('%(num)s of %(all)s', { num, all }) : '');
    seen.ariaHidden = 'true';
    this.#count.replaceChildren(say('unseen', name), seen);
  }

  /** Round and round. @param {number} by */
  #step(by) {
    const all = this.#links.length;
    if (all < 2) return;
    this.#index = (this.#index + by + all) % all;
    this.#show();
  }

  /** @param {KeyboardEvent} event */
  #hear(event) {
    const step = STEPS[event.key];
    if (!step || isComposing(event) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#step(this.#isRightToLeft ? -step : step);
  }

  #listenToFingers() {
    let [x, y] = [0, 0];
    this.#stage.addEventListener('pointerdown', ({ clientX, clientY }) => ([x, y] = [clientX, clientY]));
    this.#stage.addEventListener('pointerup', ({ clientX, clientY, pointerType }) => {
      const [across, down] = [clientX - x, clientY - y];
      if (Math.abs(across) > SWIPE_PX && Math.abs(across) > Math.abs(down)) {
        this.#step(across < 0 !== this.#isRightToLeft ? 1 : -1);
      } else if (pointerType === 'mouse' && !across && !down) this.#dialog.close();
    });
    this.#stage.addEventListener('dragstart', (event) => event.preventDefault());
  }

  /** Back to the picture that was seen last, or to its update where that was changed meanwhile. */
  #leave() {
    this.#dialog.remove();
    const link = this.#links[this.#index];
    const same = link.isConnected ? link : document.querySelector(`a[data-picture][href="${CSS.escape(link.href)}"]`);
    /** @type {HTMLElement | null} */ (same)?.focus();
  }
}

const styles = loadStyles(new URL('../css/lightbox.css', import.meta.url));

/** @param {HTMLAnchorElement} link of a picture: `a[data-picture]`, in `[data-pictures]` where there are several */
export async function openPicture(link) {
  await styles;
  new Lightbox(link).open();
}

/** The captions under the pictures stand in their order. @param {HTMLAnchorElement} link */
function captionOf(link) {
  const figure = link.closest('[data-pictures]');
  const captioned = [...(figure?.querySelectorAll('a[data-captioned]') ?? [])];
  return figure?.querySelectorAll('.media-words')[captioned.indexOf(link)]?.textContent ?? '';
}

/** @param {string} words on the picture @param {number} num @param {number} all */
function nameOf(words, num, all) {
  if (!words) return gettext('Picture %(num)s of %(all)s', { num, all });
  return gettext('Picture %(num)s of %(all)s: %(words)s', { num, all, words });
}

/** @param {string} className @param {string} words in any language */
const say = (className, words) => Object.assign(make('span', className), { textContent: words, dir: 'auto' });

/** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {string} className */
function make(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

/** @param {string} className @param {string} label @param {string} drawing @param {() => void} act */
function makeButton(className, label, drawing, act) {
  const button = make('button', `lightbox-button ${className}`);
  button.type = 'button';
  button.ariaLabel = button.title = label;
  button.innerHTML = `<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-${drawing}"/></svg>`;
  button.addEventListener('click', act);
  return button;
}
