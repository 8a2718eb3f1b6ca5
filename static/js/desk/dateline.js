/** Says beside the composer's dateline when the visit is somewhere else by now, and follows the visit while nothing is written. */

import { hasText } from './fields.js';

let followed = here();

export function startDateline() {
  for (const name of ['change', 'dateline:shown', 'dateline:filled', 'dateline:learned', 'htmx:after:swap']) {
    document.addEventListener(name, follow);
  }
  document.addEventListener('reset', () => queueMicrotask(follow)); // the event comes before the fields change
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('#dateline-elsewhere button')) moveOn();
  });
  follow();
}

/** Where the visit is, as the strip of stops says. */
function here() {
  return document.getElementById('itinerary')?.dataset.here ?? '';
}

const field = () => /** @type {HTMLSelectElement | null} */ (document.getElementById('new-stop'));

function follow() {
  const select = field();
  if (!select?.form) return;
  const place = here();
  const option = [...select.options].find(({ value }) => value === place);
  if (option && place !== followed && select.value === followed && !hasText(select.form)) select.value = place;
  followed = place;
  show(select.value !== place ? option : undefined);
}

/** @param {HTMLOptionElement | undefined} option the stop where the visit is, if the dateline is another */
function show(option) {
  const warning = document.getElementById('dateline-elsewhere');
  if (!warning) return;
  for (const city of warning.querySelectorAll('bdi')) {
    if (option && city.textContent !== option.text) city.textContent = option.text;
  }
  warning.hidden = !option;
}

function moveOn() {
  const select = field();
  if (!select) return;
  select.value = here();
  select.focus();
  select.dispatchEvent(new Event('input', { bubbles: true })); // the draft holds the dateline, too
  follow();
}
