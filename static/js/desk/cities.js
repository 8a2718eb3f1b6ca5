/** Fills in the time zone and the country beside a city that is chosen from the suggestions, or typed like one of them. */

import { gettext } from '../messages.js';

const CITY_FIELDS = 'input[list=cities]';

/** @type {WeakSet<HTMLInputElement>} */
const filled = new WeakSet(); // fields whose value is ours, so that another city may replace it
/** @type {WeakMap<HTMLInputElement, string>} */
const respelt = new WeakMap(); // the names that were typed in them

export function startCities() {
  document.addEventListener('input', ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    if (field.matches(CITY_FIELDS)) fillBeside(field);
    else filled.delete(field);
  });
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches(CITY_FIELDS)) respell(target);
  });
  document.addEventListener('htmx:after:swap', () => {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && field.matches(CITY_FIELDS)) fillBeside(field);
  });
}

/** @param {HTMLInputElement} city */
function fillBeside(city) {
  const option = optionOf(city);
  if (!option) return;
  const { zone = '', country = '' } = option.dataset;
  const isNew = fill(city.form?.elements.namedItem('zone'), zone);
  fill(city.form?.elements.namedItem('country'), country);
  const value = gettext('%(country)s, time zone %(zone)s', { country, zone });
  if (isNew) document.dispatchEvent(new CustomEvent('dateline:message', { detail: { value } }));
}

/** Left in letters that the language of the visit is not written in, a name becomes the English one; but typed again it stays.
 * @param {HTMLInputElement} city */
function respell(city) {
  const option = optionOf(city);
  if (!option || plain(option.value) === plain(city.value) || respelt.get(city) === plain(city.value)) return;
  respelt.set(city, plain(city.value));
  city.value = option.value;
}

/** @param {HTMLInputElement} city */
function optionOf(city) {
  const wanted = plain(city.value);
  const isMeant = (/** @type {HTMLOptionElement} */ { value, dataset }) =>
    [value, dataset.typed ?? value].map(plain).includes(wanted);
  return wanted ? [...(city.list?.options ?? [])].find(isMeant) : undefined;
}

/** What a person typed stays. @param {Element | RadioNodeList | null | undefined} field @param {string} value */
function fill(field, value) {
  if (!(field instanceof HTMLInputElement) || field.value === value) return false;
  if (field.value !== '' && !filled.has(field)) return false;
  field.value = value;
  filled.add(field);
  return true;
}

/** @param {string} text */
const plain = (text) => text.trim().toLocaleLowerCase();
