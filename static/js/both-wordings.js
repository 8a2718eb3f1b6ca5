/** Shows what another device wrote for the same text, beside the form, and lets the reporter choose. */

import { valuesOf } from './fields.js';
import { gettext } from './messages.js';

/** @typedef {import('./fields.js').Fields} Fields */
/** @typedef {import('./autosave-request.js').Wording} Wording */
/** @typedef {'theirs' | 'mine' | 'both'} Choice */

const [HEADLINE, BODY] = ['headline', 'body'];

/** Nothing takes the focus: the reporter may be in mid-sentence.
 * @param {HTMLFormElement} form @param {Wording} wording @param {(choice: Choice) => void} choose */
export function showBoth(form, wording, choose) {
  hideBoth(form);
  const template = /** @type {HTMLTemplateElement | null} */ (form.querySelector('template[data-both]'));
  if (!template) return;
  const content = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
  const panel = /** @type {HTMLElement} */ (content.firstElementChild);
  const say = (/** @type {string} */ name, /** @type {string} */ text) => {
    const place = panel.querySelector(`[data-part="${name}"]`);
    if (place) place.textContent = text;
  };
  say('when', gettext('From %(device)s, %(time)s:', { device: wording.device, time: wording.time }));
  say('headline', textOf(wording.theirs, HEADLINE));
  say('body', textOf(wording.theirs, BODY));
  panel.addEventListener('click', ({ target }) => {
    const choice = /** @type {HTMLElement} */ (target).dataset.choice;
    if (!choice) return;
    hideBoth(form);
    choose(/** @type {Choice} */ (choice));
  });
  template.after(content);
}

/** @param {HTMLFormElement} form */
export const hideBoth = (form) => form.querySelector('.both')?.remove();

/** The two texts one after the other, where they differ; what else stands in the form is mine.
 * @param {Fields} mine @param {Fields} theirs @returns {Fields} */
export function joined(mine, theirs) {
  const isOneHeadline = !textOf(mine, HEADLINE) || textOf(mine, HEADLINE) === textOf(theirs, HEADLINE);
  const headline = textOf(mine, HEADLINE) || textOf(theirs, HEADLINE);
  const more = [isOneHeadline ? '' : textOf(theirs, HEADLINE), textOf(theirs, BODY)];
  const body = [textOf(mine, BODY), ...more].filter(isOwnPart);
  /** @type {Fields} */
  const words = [
    [HEADLINE, headline],
    [BODY, body.join('\n\n')],
  ];
  return [...mine.filter(([name]) => name !== HEADLINE && name !== BODY), ...words];
}

/** Whether a text says what none of the others says as well.
 * @param {string} text @param {number} index @param {string[]} all */
const isOwnPart = (text, index, all) =>
  text !== '' &&
  !all.some((other, place) => place !== index && other.includes(text) && (other !== text || place < index));

/** @param {Fields} fields @param {string} name */
const textOf = (fields, name) => (valuesOf(fields, name)[0] ?? '').trim();
