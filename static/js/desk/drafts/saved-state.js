/** Says beside a form's main button where its text is saved by now, in `[data-saved-state]`. */

import { gettext } from '../../messages.js';
import { datelineOf, timeAt } from '../dateline-time.js';

/**
 * `saving`: it is on its way. `saved`: the server has it. `device`: this device alone has it. `offline`: the same, for
 * lack of a connection. `nowhere`: nothing has it.
 * @typedef {'' | 'saving' | 'saved' | 'device' | 'offline' | 'nowhere'} Saved
 */

/** @type {Record<Saved, (form: HTMLFormElement) => string>} */
const SENTENCES = {
  '': () => '',
  saving: () => gettext('Saving…'),
  saved: (form) => gettext('Saved %(time)s', { time: timeAt(Date.now(), datelineOf(form)) }),
  device: () => gettext('Saved on this device only'),
  offline: () => gettext('Offline. Saved on this device'),
  nowhere: () => gettext('Not saved'),
};

/** Whether a screen reader has been told that the text is safe, or is not. @type {WeakMap<HTMLFormElement, boolean>} */
const told = new WeakMap();

/** @param {HTMLFormElement} form @param {Saved} saved */
export function showSaved(form, saved) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector('[data-saved-state]'));
  if (!place) return;
  // Of a text that is safe, each next pause is no news, and of one that is not, each next attempt.
  if (saved === 'saving' && place.dataset.savedState) return;
  const sentence = SENTENCES[saved](form);
  place.dataset.savedState = saved;
  if (place.textContent !== sentence) place.textContent = sentence;
  if (saved && saved !== 'saving') tell(form, saved === 'saved', sentence);
}

/** @param {HTMLFormElement} form @param {import('./autosave.js').State} state
 * @param {{isStored: boolean, isConnected: boolean}} where whether the device has the text, and whether the server can be reached */
export function showState(form, state, { isStored, isConnected }) {
  const isHalted = ['refused', 'halted', 'over'].includes(state); // a connection would not help
  const here = isConnected || isHalted ? 'device' : 'offline';
  if (state === 'still') showSaved(form, 'saved');
  else if (isConnected && (state === 'waiting' || state === 'sending')) showSaved(form, 'saving');
  else showSaved(form, isStored ? here : 'nowhere');
}

/** Only a change between safe and not safe is worth an interruption; the first time that it is safe is none.
 * @param {HTMLFormElement} form @param {boolean} isSafe @param {string} sentence */
function tell(form, isSafe, sentence) {
  const before = told.get(form) ?? true;
  told.set(form, isSafe);
  const region = form.querySelector('[data-saved-said]');
  if (region && before !== isSafe) region.textContent = sentence;
}
