/** Reads a form's fields into a list that can be stored, and fills a form from such a list. */

/** @typedef {[string, string][]} Fields name and value, as the form would send them */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

const NOT_STORED = new Set(['csrf_token', 'password', 'unnamed']);

/** @param {HTMLFormElement} form @returns {Fields} */
export const fieldsOf = (form) =>
  [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && !NOT_STORED.has(name) ? [[name, value]] : [],
  );

/** @param {HTMLFormElement} form @param {Fields} fields */
export function fill(form, fields) {
  for (const control of controlsOf(form)) {
    if (control.name === 'media' && control.type === 'hidden') continue; // says that there may be none
    const values = valuesOf(fields, control.name);
    if (isChoice(control)) control.checked = values.includes(control.value);
    else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) option.selected = values.includes(option.value);
    } else if (values.length > 0) control.value = values[0];
  }
  form.dispatchEvent(new CustomEvent('dateline:filled', { bubbles: true, detail: { fields } }));
}

/** @param {HTMLFormElement} form */
export const hasText = (form) => controlsOf(form).some((control) => isText(control) && control.value.trim() !== '');

/** Whether any text differs, or which pictures there are; other fields do not count.
 * @param {HTMLFormElement} form @param {Fields} fields */
export const differs = (form, fields) =>
  valuesOf(fieldsOf(form), 'media').join() !== valuesOf(fields, 'media').join() ||
  controlsOf(form).some(
    (control) => isText(control) && plain(control.value) !== plain(valuesOf(fields, control.name)[0] ?? ''),
  );

/** @param {Fields} fields @param {string} wanted */
export const valuesOf = (fields, wanted) => fields.filter(([name]) => name === wanted).map(([, value]) => value);

/** @param {HTMLFormElement} form */
const controlsOf = (form) =>
  /** @type {Control[]} */ (
    [...form.elements].filter((control) => 'value' in control && !(control instanceof HTMLButtonElement))
  ).filter(({ name, type }) => name && type !== 'file' && !NOT_STORED.has(name));

/** @param {Control} control @returns {control is HTMLInputElement} */
const isChoice = (control) => control.type === 'checkbox' || control.type === 'radio';

/** @param {Control} control */
const isText = (control) => control instanceof HTMLTextAreaElement || control.type === 'text';

/** @param {string} text */
const plain = (text) => text.replace(/\r\n/g, '\n').trim();
