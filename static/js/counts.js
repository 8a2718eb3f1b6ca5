/** Counts characters beside every field with a `data-limit`, and stops a text that is too long before it is sent. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const number = new Intl.NumberFormat(document.documentElement.lang || undefined);

export function addCounts() {
  for (const field of /** @type {NodeListOf<Field>} */ (
    document.querySelectorAll('[data-limit]:not([data-counted])')
  )) {
    field.dataset.counted = '';
    const output = document.createElement('output');
    output.className = 'count';
    output.setAttribute('aria-live', 'off'); // every key would be read out
    if (field.id) output.htmlFor.add(field.id);
    field.after(output);
    const show = () => showCount(field, output);
    field.addEventListener('input', show);
    field.form?.addEventListener('dateline:filled', show);
    field.form?.addEventListener('reset', () => queueMicrotask(show));
    show();
  }
}

/**
 * No `maxlength`: it cuts off the end of what is pasted without a word.
 * @param {Field} field @param {HTMLOutputElement} output
 */
function showCount(field, output) {
  const limit = Number(field.dataset.limit);
  const length = [...field.value.trim()].length; // as the server counts: characters, not UTF-16 units, without the blanks around them
  const over = length - limit;
  output.textContent = `${number.format(length)} / ${number.format(limit)}`;
  output.toggleAttribute('data-over', over > 0);
  field.setCustomValidity(over > 0 ? `${number.format(over)} characters too many.` : '');
}
