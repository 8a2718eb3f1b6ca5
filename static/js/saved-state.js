/** Says beside a form's main button where its text is saved by now, in `[data-saved-state]`. */

import { gettext } from './messages.js';
import { ownZone, words } from './moments.js';

/**
 * `saving`: it is on its way. `saved`: the server has it. `device`: this device alone has it. `nowhere`: nothing has it.
 * @typedef {'' | 'saving' | 'saved' | 'device' | 'nowhere'} Saved
 */

const ZONE = ownZone() || 'UTC';

/** @type {Record<Saved, () => string>} */
const SENTENCES = {
  '': () => '',
  saving: () => gettext('Saving…'),
  saved: () => gettext('Saved %(time)s', { time: words(new Date().toISOString(), ZONE, 'clock') }),
  device: () => gettext('Saved on this device only'),
  nowhere: () => gettext('Not saved'),
};

/** Whether a screen reader has been told that the text is safe, or is not. @type {WeakMap<HTMLFormElement, boolean>} */
const told = new WeakMap();

/** @param {HTMLFormElement} form @param {Saved} saved */
export function showSaved(form, saved) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector('[data-saved-state]'));
  if (!place) return;
  // Of a text that is safe, each next pause is no news.
  if (saved === 'saving' && place.dataset.savedState === 'saved') return;
  const sentence = SENTENCES[saved]();
  place.dataset.savedState = saved;
  if (place.textContent !== sentence) place.textContent = sentence;
  if (saved === 'saved' || saved === 'device' || saved === 'nowhere') tell(form, saved === 'saved', sentence);
}

/** Only a change between safe and not safe is worth an interruption; the first time that it is safe is none.
 * @param {HTMLFormElement} form @param {boolean} isSafe @param {string} sentence */
function tell(form, isSafe, sentence) {
  const before = told.get(form) ?? true;
  told.set(form, isSafe);
  const region = form.querySelector('[data-saved-said]');
  if (region && before !== isSafe) region.textContent = sentence;
}
