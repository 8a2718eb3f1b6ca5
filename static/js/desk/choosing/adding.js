/** Adds a speaker or a topic from the composer, in a dialog: the field's `data-adds` names its form, and what was added is chosen at once. */

/** @type {WeakMap<HTMLFormElement, HTMLElement>} */
const askedBy = new WeakMap(); // the fields for which the forms were opened

export function startAdding() {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (button?.matches('[data-cancel]')) button.closest('dialog')?.close();
    const field = button?.matches('[data-open]') ? button.closest('[data-adds]') : null;
    if (field instanceof HTMLElement) adding(field)?.open('');
  });
  document.addEventListener('htmx:after:swap', (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    const form = ctx.sourceElement;
    if (form instanceof HTMLFormElement && form.dataset.added && ctx.response?.status === 201) {
      take(form, ctx.hx.retarget);
    }
  });
}

/** What opens the form of a field; null where this account adds nothing, or the page has no such form.
 * @param {HTMLElement} field */
export function adding(field) {
  const form = document.getElementById(field.dataset.adds ?? '');
  const dialog = form?.closest('dialog');
  if (!(form instanceof HTMLFormElement) || !dialog) return null;
  return {
    /** @param {string} name what was typed */
    open(name) {
      clear(form);
      const input = form.elements.namedItem('name');
      if (input instanceof HTMLInputElement) input.value = name;
      askedBy.set(form, field);
      dialog.showModal();
      textsOf(form)
        .find(({ value }) => !value)
        ?.focus();
    },
  };
}

/** What was typed for another, and what was wrong with it.
 * @param {HTMLFormElement} form */
function clear(form) {
  for (const element of form.querySelectorAll('.form-errors, .field-error, [data-notice]')) element.remove();
  for (const element of form.querySelectorAll('[aria-invalid]')) element.removeAttribute('aria-invalid');
  for (const input of textsOf(form)) input.value = '';
}

/** @param {HTMLFormElement} form */
const textsOf = (form) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('[type=text]')]);

/** @param {HTMLFormElement} form @param {string} place where the new choice lies, as the last one */
function take(form, place) {
  const field = askedBy.get(form);
  form.closest('dialog')?.close();
  const added = document.querySelector(place)?.lastElementChild;
  if (added instanceof HTMLOptionElement && field instanceof HTMLSelectElement) field.value = added.value;
  const control = added instanceof HTMLOptionElement ? field : added?.querySelector('input');
  for (const name of ['input', 'change']) control?.dispatchEvent(new Event(name, { bubbles: true }));
  field?.dispatchEvent(new Event('dateline:added'));
}
