/** Prepares the page for print: adds when it was printed. */

import { gettext } from './messages.js';
import { ownZone, words } from './moments.js';

export function startPrinting() {
  addEventListener('beforeprint', () => {
    const place = document.getElementById('printed');
    const now = new Date().toISOString();
    const zone = ownZone() || 'UTC';
    if (place) {
      const [day, clock] = [words(now, zone, 'full day'), words(now, zone, 'clock')];
      place.replaceChildren(gettext('Printed %(day)s, %(clock)s (%(zone)s).', { day, clock, zone }), ' ');
    }
  });
}
