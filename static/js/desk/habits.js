/**
 * Choosing a speaker fills in the kind, the standing and the topics of this speaker's last update, or those of a first
 * statement (`data-first-kind`, `data-first-standing` of the select). What the reporter has set stays. The options have what was
 * last when the page was made; `#habits` brings what is last now, once the field is open.
 */

import { gettext } from '../messages.js';

/** @typedef {HTMLSelectElement | HTMLInputElement} Control */

const NAMES = ['kind', 'standing', 'topics'];

/** @type {WeakMap<HTMLFormElement, Set<string>>} */
const touched = new WeakMap(); // the names of the fields that the reporter has set in a text
/** @type {WeakMap<HTMLFormElement, Map<Control, string | boolean>>} */
const before = new WeakMap(); // what the fields held before a speaker was chosen
let isFilling = false;

export function startHabits() {
  document.addEventListener('change', ({ target }) => {
    const control = /** @type {Control} */ (target);
    if (isFilling || !control.form) return;
    if (NAMES.includes(control.name)) touch(control.form, control.name);
    if (control instanceof HTMLSelectElement && control.matches('[data-choose][name=speaker]')) {
      follow(control, control.form);
    }
  });
  // What comes back from a draft was set by the reporter, or by a speaker whom the reporter left it to.
  document.addEventListener('dateline:filled', ({ target }) => {
    const form = /** @type {HTMLFormElement} */ (target);
    for (const control of controlsOf(form, NAMES)) {
      if (valueOf(control) !== initialOf(control)) touch(form, control.name);
    }
  });
  document.addEventListener('htmx:after:swap', (event) => {
    const { target } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (target instanceof HTMLDataListElement && target.id === 'habits') renew(target);
  });
  document.addEventListener('reset', ({ target }) => forget(/** @type {HTMLFormElement} */ (target)));
}

/** Somebody may have been chosen already.
 * @param {HTMLDataListElement} habits */
function renew(habits) {
  const speaker = /** @type {HTMLSelectElement | null} */ (
    habits.closest('.field')?.querySelector('select[data-choose][name=speaker]')
  );
  if (!speaker?.form) return;
  const present = new Map([...habits.options].map(({ dataset, value }) => [value, dataset]));
  for (const option of speaker.options) {
    const { kind, standing, topics } = present.get(option.value) ?? {};
    for (const name of NAMES) delete option.dataset[name];
    if (kind !== undefined) Object.assign(option.dataset, { kind, standing, topics });
  }
  if (speaker.value) follow(speaker, speaker.form, hasSaid(speaker.form));
}

/** @param {HTMLFormElement} form @param {string} name */
function touch(form, name) {
  touched.set(form, (touched.get(form) ?? new Set()).add(name));
}

/** @param {HTMLFormElement} form */
function forget(form) {
  touched.delete(form);
  before.delete(form);
}

/** @param {HTMLSelectElement} speaker @param {HTMLFormElement} form @param {boolean} [isFilled] by the same speaker already */
function follow(speaker, form, isFilled = false) {
  const option = speaker.selectedOptions[0];
  const free = controlsOf(
    form,
    NAMES.filter((name) => !touched.get(form)?.has(name)),
  );
  const kept = before.get(form) ?? new Map(free.map((control) => [control, valueOf(control)]));
  before.set(form, kept);
  const isKnown = option?.dataset.kind !== undefined;
  const isFirst = !isKnown && Boolean(speaker.value) && speaker.dataset.firstKind !== undefined;
  const changed = free.filter((control) => {
    const first = isFirst && control.name !== 'topics' ? firstOf(speaker, control) : kept.get(control);
    return set(control, isKnown ? habitOf(option, control) : first);
  });
  const name = option?.dataset.name ?? option?.text ?? '';
  if (changed.length === 0 && !isFilled) say(form, '');
  else if (isKnown) say(form, gettext('Kind, standing and topics are as in the last update from %(name)s.', { name }));
  else {
    say(
      form,
      isFirst ? gettext('The first from %(name)s here: an official statement, unless you change it.', { name }) : '',
    );
  }
}

/** @param {HTMLSelectElement} speaker @param {Control} control */
const firstOf = ({ dataset }, control) => (control.name === 'kind' ? dataset.firstKind : dataset.firstStanding);

/** @param {HTMLOptionElement} option @param {Control} control */
function habitOf({ dataset }, control) {
  if (control.name === 'topics') return (dataset.topics ?? '').split(' ').includes(control.value);
  return control.name === 'kind' ? dataset.kind : dataset.standing;
}

/** Whether this changes the field.
 * @param {Control} control @param {string | boolean | undefined} value */
function set(control, value) {
  if (value === undefined || valueOf(control) === value) return false;
  if (typeof value === 'boolean') /** @type {HTMLInputElement} */ (control).checked = value;
  else control.value = value;
  isFilling = true;
  for (const name of ['input', 'change']) control.dispatchEvent(new Event(name, { bubbles: true }));
  isFilling = false;
  return true;
}

/** @param {HTMLFormElement} form */
const hasSaid = (form) => Boolean(form.querySelector('[data-habit-said]:not([hidden])'));

/** Once, and in a line that stands under the field.
 * @param {HTMLFormElement} form @param {string} sentence */
function say(form, sentence) {
  const line = form.querySelector('[data-habit-said]');
  if (!(line instanceof HTMLElement)) return;
  line.hidden = !sentence;
  line.textContent = sentence;
}

/** @param {HTMLFormElement} form @param {string[]} names */
const controlsOf = (form, names) =>
  /** @type {Control[]} */ ([...form.elements]).filter(({ name }) => names.includes(name));

/** @param {Control} control */
const valueOf = (control) => (isBox(control) ? control.checked : control.value);

/** @param {Control} control */
const initialOf = (control) =>
  isBox(control)
    ? control.defaultChecked
    : ([.../** @type {HTMLSelectElement} */ (control).options].find((option) => option.defaultSelected)?.value ?? '');

/** @param {Control} control @returns {control is HTMLInputElement} */
const isBox = (control) => control instanceof HTMLInputElement;
