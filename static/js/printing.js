/** Makes the printed sheet a record: it says when it was printed, and holds the updates that were still held back. */

import { openDays } from './days.js';
import { ownZone, words } from './moments.js';

export function startPrinting() {
  addEventListener('beforeprint', () => {
    const place = document.getElementById('printed');
    const now = new Date().toISOString();
    const zone = ownZone() || 'UTC';
    if (place) place.textContent = `Printed ${words(now, zone, 'full day')}, ${words(now, zone, 'clock')} (${zone}). `;
    openDays({ withHeld: true });
  });
  addEventListener('afterprint', () => openDays());
}
