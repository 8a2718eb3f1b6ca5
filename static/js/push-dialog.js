/** Makes the dialog in which a reader turns notifications of this device on and off. */

import { gettext } from './messages.js';

/** @typedef {'able' | 'denied' | 'ios'} Ability what this browser can do about notifications */
/** @typedef {{dialog: HTMLDialogElement, boxes: HTMLInputElement[], said: HTMLElement, off: HTMLButtonElement, show: (ability: Ability, about: string[]) => void}} Parts */

/** @returns {Parts} */
export function makeDialog() {
  const dialog = make('dialog', 'report-dialog push');
  const title = make('h2', 'report-dialog-title', gettext('Notifications'));
  title.id = 'push-title';
  dialog.setAttribute('aria-labelledby', title.id);
  const head = make('div', 'report-dialog-head');
  head.append(title, closing(dialog));

  const choices = make('div', 'push-choices');
  const [banner, ofBanner] = choice('banner', gettext('Breaking news'));
  const [key, ofKey] = choice('key', gettext('Key events'));
  const said = make('p', 'push-said');
  said.role = 'status';
  const off = make('button', 'button button-quiet', gettext('Turn off'));
  off.type = 'button';
  choices.append(
    make('p', '', gettext('This device can tell you, also when the page is closed.')),
    ofBanner,
    ofKey,
    said,
    off,
    make(
      'p',
      'push-kept',
      gettext(
        'You need no account, and get no cookie. Until you turn this off, the site keeps the address at which your browser takes notifications, and nothing else of you.',
      ),
    ),
  );
  const why = make('p', 'push-why');
  why.tabIndex = -1;
  dialog.append(head, choices, why);
  const boxes = [banner, key];

  /** @param {Ability} ability @param {string[]} about */
  function show(ability, about) {
    choices.hidden = ability !== 'able';
    why.hidden = ability === 'able';
    why.textContent = reason(ability);
    for (const box of boxes) box.checked = about.includes(box.value);
    off.hidden = about.length === 0;
  }

  return { dialog, boxes, said, off, show };
}

/** Why notifications cannot be turned on yet. @param {Ability} ability */
function reason(ability) {
  if (ability === 'able') return '';
  if (ability === 'denied') {
    return gettext(
      'Your browser blocks notifications of this site. Allow them in its settings for this site, then open this again.',
    );
  }
  return gettext(
    'An iPhone or iPad allows notifications once the page is on its home screen. Tap “Share”, then “Add to Home Screen”, open it from there, and tap the bell again.',
  );
}

/** @param {string} value @param {string} words @returns {[HTMLInputElement, HTMLElement]} the box, and what it stands in */
function choice(value, words) {
  const box = make('input');
  box.type = 'checkbox';
  box.value = value;
  const label = make('label');
  label.append(box, ` ${words}`);
  const around = make('p', 'push-choice');
  around.append(label);
  return [box, around];
}

/** @param {HTMLDialogElement} dialog */
function closing(dialog) {
  const button = make('button', 'masthead-button');
  button.type = 'button';
  button.ariaLabel = gettext('Close');
  button.innerHTML = '<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#i-close"/></svg>';
  button.addEventListener('click', () => dialog.close());
  return button;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [words]
 */
function make(tag, className = '', words = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}
