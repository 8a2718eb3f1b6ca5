/** Adds a speaker or a topic from the composer, in a dialog: the field's `data-adds` names its form, and what was added is chosen at once. */

const SIDE = 'side:'; // before the key of a side, where a speaker could be chosen

/** @type {WeakMap<HTMLFormElement, {field: HTMLElement, name: string}>} */
const asked = new WeakMap(); // for which field a form was opened, and with which name

export function startAdding() {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (button?.matches('[data-cancel]')) cancel(button.form);
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
      const input = form.elements.namedItem('name');
      // Escape closes the form with what was typed in it: opened for the same name, it goes on from there.
      if (!isBegun(form) || ![asked.get(form)?.name, ''].includes(name)) {
        clear(form);
        if (input instanceof HTMLInputElement) input.value = name;
        chooseSide(form, field);
      }
      asked.set(form, { field, name });
      dialog.showModal();
      textsOf(form)
        .find(({ value }) => !value)
        ?.focus();
    },
  };
}

/** @param {HTMLFormElement | null} form */
function cancel(form) {
  form?.closest('dialog')?.close();
  if (form) clear(form);
}

/** @param {HTMLFormElement} form */
const isBegun = (form) => textsOf(form).some(({ value }) => value);

/** The side that is chosen in the composer is the new speaker's; without one, the form asks.
 * @param {HTMLFormElement} form @param {HTMLElement} field */
function chooseSide(form, field) {
  const sides = form.elements.namedItem('delegation');
  if (!(sides instanceof HTMLSelectElement) || !(field instanceof HTMLSelectElement)) return;
  if (field.value.startsWith(SIDE)) sides.value = field.value.slice(SIDE.length);
}

/** What was typed for another, and what was wrong with it.
 * @param {HTMLFormElement} form */
function clear(form) {
  for (const element of form.querySelectorAll('.form-errors, .field-error, [data-notice]')) element.remove();
  for (const element of form.querySelectorAll('[aria-invalid]')) element.removeAttribute('aria-invalid');
  for (const input of textsOf(form)) input.value = '';
  for (const select of form.querySelectorAll('select')) select.selectedIndex = 0;
}

/** @param {HTMLFormElement} form */
const textsOf = (form) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('[type=text]')]);

/** @param {HTMLFormElement} form @param {string} place where the new choice lies, as the last one */
function take(form, place) {
  const field = asked.get(form)?.field;
  form.closest('dialog')?.close();
  clear(form);
  const added = document.querySelector(place)?.lastElementChild;
  if (added instanceof HTMLOptionElement && field instanceof HTMLSelectElement) field.value = added.value;
  const control = added instanceof HTMLOptionElement ? field : added?.querySelector('input');
  for (const name of ['input', 'change']) control?.dispatchEvent(new Event(name, { bubbles: true }));
  field?.dispatchEvent(new Event('dateline:added'));
}
