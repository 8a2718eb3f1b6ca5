/** Shows in the banner's form that a text which is written anew still links to the update of the one before, and removes that link. */

const LINE = '[data-leads]';

export function startBannerLink() {
  document.addEventListener('input', ({ target }) => {
    const form = target instanceof Element ? target.closest('form:has([data-leads])') : null;
    if (form instanceof HTMLFormElement) show(form);
  });
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-unlink]') : null;
    const form = button?.closest('form');
    if (form) remove(form);
  });
}

/** @param {HTMLFormElement} form */
function show(form) {
  const line = /** @type {HTMLElement} */ (form.querySelector(LINE));
  const said = /** @type {HTMLElement} */ (line.querySelector('[role=status]'));
  const { text, update } = fieldsOf(form);
  const present = [...update.options].find(({ defaultSelected }) => defaultSelected);
  line.hidden = !update.value || update.value !== present?.value;
  const isNew = text.value.trim() !== text.defaultValue.trim();
  if (!isNew || line.dataset.leads === 'still' || line.hidden) return;
  line.dataset.leads = 'still';
  said.textContent = said.dataset.otherwise ?? '';
}

/** @param {HTMLFormElement} form */
function remove(form) {
  const { text, update } = fieldsOf(form);
  update.value = '';
  for (const name of ['input', 'change']) update.dispatchEvent(new Event(name, { bubbles: true }));
  text.focus();
}

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  return {
    text: /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('text')),
    update: /** @type {HTMLSelectElement} */ (form.elements.namedItem('update')),
  };
}
