/** Keeps what is chosen in the forms for a text when the visit's choices change under them, and says when a choice has gone. */

import { gettext } from '../../messages.js';
import { showNotice } from '../notice.js';

const TEXTS = 'form.composer';
const SELECTS = 'select[name=stop], select[name=speaker], select[name=embargo]';
const OTHERS = ['.find-choices', '#add-speaker', '#banner-hold']; // what else lists them
const TOPICS = 'input[name=topics]:checked';

/** @typedef {{value: string, label: string}} Choice */

/**
 * Call before choices are replaced.
 * @returns {() => void} call it afterwards
 */
export function keepChoices() {
  const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll(TEXTS)]);
  const kept = [...forms.map((form) => keepIn(form)), ...OTHERS.map((place) => keepValues(place))];
  return () => {
    for (const restore of kept) restore();
    document.dispatchEvent(new Event('dateline:learned'));
  };
}

/** @param {string} place */
function keepValues(place) {
  const selects = () => /** @type {HTMLSelectElement[]} */ ([...document.querySelectorAll(`${place} select`)]);
  const values = new Map(selects().map(({ name, value }) => [name, value]));
  return () => {
    for (const select of selects()) choose(select, values.get(select.name) ?? '');
  };
}

/** @param {HTMLFormElement} form */
function keepIn(form) {
  const selects = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll(SELECTS)]);
  const chosen = selects.map((select) => ({
    select,
    option: select.selectedOptions[0]?.cloneNode(true),
    ...chosenIn(select),
  }));
  const topics = [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(TOPICS))].map((box) => ({
    value: box.value,
    label: box.labels?.[0]?.textContent?.trim() ?? box.value,
  }));
  return () => {
    const without = chosen.filter(({ select, value }) => !choose(select, value));
    for (const { select, option, label } of without.filter(({ select }) => select.name === 'embargo')) {
      stay(select, option);
      showNotice(
        form,
        gettext('Released or changed meanwhile: %(embargo)s. Look at the queue before you send this.', {
          embargo: label,
        }),
      );
    }
    const gone = [...without.filter(({ select }) => select.name !== 'embargo'), ...missing(form, topics)];
    if (gone.length === 0) return;
    const names = gone.map(({ label }) => label).join(gettext(', '));
    showNotice(form, gettext('No longer in this visit: %(names)s. Choose another before you send it.', { names }));
    form.dispatchEvent(new Event('input', { bubbles: true })); // the draft holds the choices, too
  };
}

/** @param {HTMLSelectElement} select @returns {Choice} */
function chosenIn(select) {
  const option = select.selectedOptions[0];
  return { value: select.value, label: option?.dataset.name ?? option?.text.trim() ?? '' };
}

/** @param {HTMLSelectElement} select @param {string} value @returns {boolean} whether it can still be chosen */
function choose(select, value) {
  const isThere = [...select.options].some((option) => option.value === value);
  if (isThere) select.value = value;
  return isThere;
}

/** Without its embargo, the main button would publish a text that is to wait: the server says what became of it.
 * @param {HTMLSelectElement} select @param {Node | undefined} option the one that was chosen */
function stay(select, option) {
  if (!(option instanceof HTMLOptionElement)) return;
  select.append(option);
  select.value = option.value;
}

/** Checks the topics again that were checked.
 * @param {HTMLFormElement} form @param {Choice[]} topics @returns {Choice[]} those that have gone */
function missing(form, topics) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name=topics]')]);
  for (const box of boxes) box.checked = topics.some(({ value }) => value === box.value);
  return topics.filter(({ value }) => !boxes.some((box) => box.value === value));
}
