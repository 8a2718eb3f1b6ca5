/** What a draft asks of its form: the key of the text, the name it is stored under, and what it was written over. */

import { draftName } from './store.js';
import { valuesOf } from '../fields.js';
import { newKey } from '../key.js';

const BASES = ['version']; // fields that say which version the text was written over
const CHANGE_KEY = /^edit-\w+-/; // the server reads in it which update the text changes

/** What the form's text is written over now; `putBack` follows a reset, which leaves hidden fields alone.
 * @param {HTMLFormElement} form */
export function basesOf(form) {
  const fields = BASES.flatMap((name) => /** @type {HTMLInputElement[]} */ (form.elements.namedItem(name) ?? []));
  const present = fields.map(({ value }) => value);
  return {
    differFrom: (/** @type {import('../fields.js').Fields} */ stored) =>
      fields.some(({ name }, index) => valuesOf(stored, name)[0] !== present[index]),
    putBack: () => fields.forEach((field, index) => (field.value = present[index])),
  };
}

/** @param {HTMLFormElement} form @returns {string} empty in a form whose text has no key */
export const keyOf = (form) => keyFieldOf(form)?.value ?? '';

/** What is in the form from now on is another text.
 * @param {HTMLFormElement} form */
export function renewKey(form) {
  const field = keyFieldOf(form);
  if (field) field.value = `${CHANGE_KEY.exec(field.value)?.[0] ?? ''}${newKey()}`;
}

/** @param {HTMLFormElement} form */
export function fillEmptyKey(form) {
  if (keyFieldOf(form)?.value === '') renewKey(form);
}

/** The name of all drafts of a form.
 * @param {HTMLFormElement} form */
export function baseNameOf(form) {
  const { reporter, visit } = document.body.dataset;
  return draftName(reporter, visit, form.dataset.keep);
}

/** The name of the draft that is in the form.
 * @param {HTMLFormElement} form */
export const nameOf = (form) => (keyOf(form) ? `${baseNameOf(form)}:${keyOf(form)}` : baseNameOf(form));

/** Where its text is saved at the server.
 * @param {HTMLFormElement} form */
export const addressOf = (form) => (form.dataset.autosave ?? '').replace('__key__', encodeURIComponent(keyOf(form)));

/** The list of unsent texts follows. @param {string} [gone] the key of a text that is none of them any more */
export const announce = (gone) => document.dispatchEvent(new CustomEvent('dateline:drafts', { detail: { gone } }));

/** @param {HTMLFormElement} form */
const keyFieldOf = (form) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem('client_key'));
