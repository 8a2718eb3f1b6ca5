/** Leaves a form that somebody is filling in as it is when the server sends it anew, and says in it that something changed. */

import { gettext } from '../../messages.js';
import { partialsOf, targetsOf } from '../../partials.js';
import { showNotice } from '../notice.js';

/** Call before a message is put on the page.
 * @param {DocumentFragment} content */
export function spareForms(content) {
  for (const one of partialsOf(content)) {
    const forms = [...targetsOf(one)].flatMap((target) => [...target.querySelectorAll('form')]);
    const begun = forms.filter(isBegun);
    if (begun.length === 0) continue;
    one.remove();
    for (const form of begun) {
      if (form.hasAttribute('aria-busy') || isRefused(form)) continue; // the answer says it, or will
      showNotice(form, gettext('A colleague changed this meanwhile. What you typed is kept; send it to compare both.'));
    }
  }
}

/** Whether a form holds something else than is saved; one that came back refused has it from the server.
 * @param {HTMLFormElement} form */
const isBegun = (form) => isRefused(form) || /** @type {HTMLInputElement[]} */ ([...form.elements]).some(isChanged);

/** @param {HTMLFormElement} form */
const isRefused = (form) => form.querySelector('[role=alert]') !== null;

/** @param {Element} control */
function isChanged(control) {
  if (control instanceof HTMLSelectElement) {
    const first = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
    return first !== undefined && !first.selected;
  }
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (!(control instanceof HTMLInputElement) || control.type === 'hidden') return false;
  if (['checkbox', 'radio'].includes(control.type)) return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}
