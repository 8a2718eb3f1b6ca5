/** Says *Sending…* on the button with which a text was sent, while it is under way. */

import { gettext } from '../messages.js';

/**
 * The button's own words stay in it, invisible, so that it keeps its width and nothing beside it moves. Forms without a text,
 * such as the tools, go too quickly to say so.
 * @param {HTMLFormElement} form @param {HTMLElement | null} [submitter]
 * @returns {() => void} gives the button its own words back
 */
export function showUnderWay(form, submitter) {
  const button = /** @type {HTMLButtonElement | null} */ (submitter ?? null);
  if (!button || form.dataset.keep === undefined || button.value === 'preview') return () => {};
  const words = [...button.childNodes];
  const hidden = Object.assign(document.createElement('span'), { className: 'under-way-words' });
  hidden.append(...words);
  const said = Object.assign(document.createElement('span'), { textContent: gettext('Sending…') });
  button.replaceChildren(hidden, said);
  button.setAttribute('aria-busy', 'true');
  return () => {
    button.removeAttribute('aria-busy');
    if (hidden.isConnected) button.replaceChildren(...words); // else the answer has brought other words
  };
}
