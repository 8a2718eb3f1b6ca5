/** Shows what another device wrote for the same text, beside the form, and lets the reporter choose. */

import { valuesOf } from '../fields.js';
import { gettext } from '../../messages.js';

/** @typedef {import('../fields.js').Fields} Fields */
/** @typedef {import('./autosave-request.js').Wording} Wording */
/** @typedef {'theirs' | 'mine' | 'both'} Choice */

const [HEADLINE, BODY] = ['headline', 'body'];

/** Nothing takes the focus: the reporter may be in mid-sentence. A wording that is shown already stays as it is.
 * @param {HTMLFormElement} form @param {Wording} elsewhere @param {(choice: Choice) => void} choose */
export function showBoth(form, elsewhere, choose) {
  const shown = /** @type {HTMLElement | null} */ (form.querySelector('.both'));
  if (shown?.dataset.version === String(elsewhere.version)) return;
  hideBoth(form);
  const template = /** @type {HTMLTemplateElement | null} */ (form.querySelector('template[data-both]'));
  if (!template) return;
  const content = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
  const panel = /** @type {HTMLElement} */ (content.firstElementChild);
  const say = (/** @type {string} */ name, /** @type {string} */ text) => {
    const place = panel.querySelector(`[data-part="${name}"]`);
    if (place) place.textContent = text;
  };
  say('when', gettext('From %(device)s, %(time)s:', { device: elsewhere.device, time: elsewhere.time }));
  say('headline', textOf(elsewhere.theirs, HEADLINE));
  say('body', textOf(elsewhere.theirs, BODY));
  panel.dataset.version = String(elsewhere.version);
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

/** The two texts one after the other, what they have in common once; what else stands in the form is mine.
 * @param {Fields} mine @param {Fields} theirs @returns {Fields} */
export function joined(mine, theirs) {
  const isOneHeadline = !textOf(mine, HEADLINE) || textOf(mine, HEADLINE) === textOf(theirs, HEADLINE);
  const headline = textOf(mine, HEADLINE) || textOf(theirs, HEADLINE);
  const between = isOneHeadline ? '' : textOf(theirs, HEADLINE);
  /** @type {Fields} */
  const words = [
    [HEADLINE, headline],
    [BODY, woven(textOf(mine, BODY), textOf(theirs, BODY), between)],
  ];
  return [...mine.filter(([name]) => name !== HEADLINE && name !== BODY), ...words];
}

/** The sentences with which both begin, what is mine, what is theirs, and the sentences with which both end.
 * @param {string} mine @param {string} theirs @param {string} between comes before what is theirs */
function woven(mine, theirs, between) {
  const [ours, others] = [sentencesIn(mine), sentencesIn(theirs)];
  const shorter = Math.min(ours.length, others.length);
  const longer = ours.length > others.length ? ours : others;
  const same = (/** @type {string | undefined} */ one, /** @type {string | undefined} */ other) =>
    one?.trim() === other?.trim();
  let begin = 0;
  while (begin < shorter && same(ours[begin], others[begin])) begin += 1;
  let end = 0;
  while (begin + end < shorter && same(ours.at(-1 - end), others.at(-1 - end))) end += 1;
  const [own, other] = [ours, others].map((sentences) => sentences.slice(begin, sentences.length - end).join(''));
  const middle = [own.trim(), between, other.trim()].filter(isOwnPart).join('\n\n');
  const head = longer.slice(0, begin).join('');
  const tail = end > 0 ? longer.slice(-end).join('') : '';
  const gap = /\s*$/.exec(other || own)?.[0] || '\n\n';
  const start = head && middle && !/\s$/.test(head) ? `${head}\n\n` : head;
  return `${start}${middle}${tail && middle ? gap : ''}${tail}`.trim();
}

/** Each with the space behind it.
 * @param {string} text */
const sentencesIn = (text) =>
  [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text.replace(/\r\n?/g, '\n'))].map(
    ({ segment }) => segment,
  );

/** Whether a text says what none of the others says as well.
 * @param {string} text @param {number} index @param {string[]} all */
const isOwnPart = (text, index, all) =>
  text !== '' &&
  !all.some((other, place) => place !== index && other.includes(text) && (other !== text || place < index));

/** @param {Fields} fields @param {string} name */
const textOf = (fields, name) => (valuesOf(fields, name)[0] ?? '').trim();
