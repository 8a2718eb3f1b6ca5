/** Says on a phone, where `#outbox` is out of sight, how many texts wait to be sent, and leads to the ones that ask something. */

import { ngettext } from '../../messages.js';

export function startOutboxCount() {
  document.addEventListener('dateline:outbox', show);
}

function show() {
  const outbox = document.getElementById('outbox');
  const count = Number(outbox?.dataset.count ?? 0);
  const asking = outbox?.querySelectorAll(':is([data-state=asking], [data-state=refused])').length ?? 0;
  const badge = /** @type {HTMLElement | null} */ (document.querySelector('[data-outbox-count]'));
  const number = badge?.firstElementChild;
  if (badge && number) {
    number.textContent = count ? String(count) : '';
    badge.hidden = count === 0;
  }
  const way = /** @type {HTMLElement | null} */ (document.querySelector('[data-outbox-way]'));
  if (!way) return;
  way.hidden = count === 0;
  way.toggleAttribute('data-asks', asking > 0);
  way.textContent = asking
    ? ngettext('%(num)s text needs your answer', '%(num)s texts need your answer', asking)
    : ngettext('%(num)s text waits to be sent', '%(num)s texts wait to be sent', count);
}
