/** Keeps the fields of a form from being typed in while its text is under way: those words would be nowhere. */

/** @param {HTMLFormElement} form @returns {() => void} gives the fields back */
export function freeze(form) {
  const controls = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  const fields = controls.filter((control) => 'readOnly' in control && !control.readOnly);
  form.setAttribute('aria-busy', 'true');
  for (const field of fields) field.readOnly = true;
  return () => {
    form.removeAttribute('aria-busy');
    for (const field of fields) field.readOnly = false;
  };
}

/** @param {HTMLFormElement} form */
export const isFrozen = (form) => form.ariaBusy === 'true';
