/** Says beside the times of pictures and documents which city's they are: that of the dateline chosen in their form. */

import { gettext } from '../../messages.js';
import { cityOf, datelineOf } from '../dateline-time.js';

export function startLocalTimes() {
  for (const name of ['input', 'dateline:shown', 'dateline:filled', 'htmx:after:swap']) {
    document.addEventListener(name, nameCities);
  }
  document.addEventListener('reset', () => queueMicrotask(nameCities)); // the event comes before the fields change
}

function nameCities() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('form [data-city-time]'))) {
    const form = place.closest('form');
    if (!form?.elements.namedItem('stop')) continue;
    const city = cityOf(datelineOf(form));
    const said =
      place.dataset.cityTime === 'optional'
        ? gettext('%(city)s time, optional', { city })
        : gettext('%(city)s time', { city });
    if (place.textContent !== said) place.textContent = said;
  }
}
