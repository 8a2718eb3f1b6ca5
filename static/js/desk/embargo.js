/** Fills in the city of an embargo's time, and says on the button of the banner's form that it keeps the banner under an embargo. */

import { gettext } from '../messages.js';
import { datelineOf } from './dateline-time.js';

export function startEmbargo() {
  for (const name of ['input', 'change', 'dateline:filled', 'htmx:after:swap', 'dateline:heard']) {
    document.addEventListener(name, labelBanner);
  }
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'until') nameCity(target);
  });
}

/** A time is one of the dateline until somebody names another city; where there is none to choose, of where the visit is.
 * @param {HTMLInputElement} until */
function nameCity(until) {
  const city = until.form?.elements.namedItem('city');
  if (!until.form || !until.value || !(city instanceof HTMLInputElement) || city.value !== '') return;
  const dateline = datelineOf(until.form);
  city.value = dateline?.value ? dateline.text.trim() : city.placeholder;
}

function labelBanner() {
  const select = document.getElementById('banner-embargo');
  const button = document.querySelector('#banner-form [data-free]');
  if (!(select instanceof HTMLSelectElement) || !(button instanceof HTMLButtonElement)) return;
  const label = select.value ? gettext('Keep under embargo') : (button.dataset.free ?? '');
  if (button.ariaBusy !== 'true' && button.textContent !== label) button.textContent = label;
}
