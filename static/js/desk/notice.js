/** Shows a notice in a form's `[data-notice]`, with buttons or links for what can be done about it. */

import { gap } from '../messages.js';

/** @typedef {{label: string, act: () => void} | {label: string, href: string}} Step */

/**
 * @param {HTMLFormElement} form
 * @param {string} sentence
 * @param {Step[]} steps
 * @returns {Element} its words, which stay on the page as long as the notice does
 */
export function showNotice(form, sentence, ...steps) {
  const words = Object.assign(document.createElement('span'), { textContent: sentence });
  const actions = steps.map((step) => ('href' in step ? makeLink(step) : makeButton(step, form)));
  noticeOf(form).replaceChildren(words, ...actions.flatMap((action) => [gap(), action]));
  return words;
}

/** @param {HTMLFormElement} form */
export function clearNotice(form) {
  noticeOf(form).replaceChildren();
}

/** The words of a notice, and of its buttons; empty without one.
 * @param {HTMLFormElement} form */
export const noticeIn = (form) => form.querySelector('[data-notice]')?.textContent?.trim() ?? '';

/** @param {HTMLFormElement} form */
function noticeOf(form) {
  const place = form.querySelector('[data-notice]');
  if (place) return place;
  const made = Object.assign(document.createElement('div'), { className: 'notice', role: 'alert' });
  made.dataset.notice = '';
  form.append(made);
  return made;
}

/** @param {{label: string, href: string}} step */
function makeLink({ label, href }) {
  return Object.assign(document.createElement('a'), { textContent: label, href, target: '_blank' });
}

/** The button removes the notice.
 * @param {{label: string, act: () => void}} step @param {HTMLFormElement} form */
function makeButton({ label, act }, form) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
  button.addEventListener('click', () => {
    clearNotice(form);
    act();
  });
  return button;
}
