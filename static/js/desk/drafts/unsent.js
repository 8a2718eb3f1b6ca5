/** Counts the unsent texts of an account on this device, and says at sign-out how many stay. */

import { countDrafts } from './store.js';
import { flushDrafts } from './drafts.js';
import { ngettext } from '../../messages.js';
import { countItems } from '../outbox/store.js';
import { forgetRemembered } from '../remembered.js';

const LEFT = 'dateline:left'; // for the sign-in page, in this tab alone

/** Drafts and texts that wait in the outbox, in all visits.
 * @param {string} account */
export async function countUnsent(account) {
  const waiting = await countItems(account).catch(() => 0);
  return countDrafts(account) + waiting;
}

export function startUnsent() {
  showLeft();
  const account = document.body.dataset.reporter;
  if (!account) return;
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement && target.matches('form[data-sign-out]')) remember(account);
  });
}

/** The answer to the sign-out is another page; counting takes less time.
 * @param {string} account */
async function remember(account) {
  flushDrafts();
  forgetRemembered(account);
  const count = await countUnsent(account);
  try {
    sessionStorage.setItem(LEFT, String(count));
  } catch {
    // Storage is forbidden: then nothing of the texts is on this device either.
  }
}

function showLeft() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector('[data-left]'));
  if (!place) return;
  try {
    const count = Number(sessionStorage.getItem(LEFT));
    sessionStorage.removeItem(LEFT);
    if (count > 0) {
      place.hidden = false;
      place.textContent = ngettext(
        '%(num)s unsent text of yours stays on this device. You see it again when you sign in; nobody else does.',
        '%(num)s unsent texts of yours stay on this device. You see them again when you sign in; nobody else does.',
        count,
      );
    }
  } catch {
    // Storage is forbidden.
  }
}
