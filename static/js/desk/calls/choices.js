/** The switches in the menu: how somebody is called when something waits for them. Off until chosen, kept on this device. */

import { isChosen, keepChoice } from '../../kept-choice.js';
import { gettext } from '../../messages.js';
import { CAN_NOTIFY } from '../../notification.js';
import { playTone } from './tone.js';

const SOUND = 'dateline:call-sound';
const NOTIFICATION = 'dateline:call-notification';

export const wantsSound = () => isChosen(SOUND);
export const wantsNotification = () => CAN_NOTIFY && Notification.permission === 'granted' && isChosen(NOTIFICATION);

export function startCallChoices() {
  const [sound, notification] = [box('call-sound'), box('call-notification')];
  if (!sound || !notification) return;
  const show = () => {
    sound.checked = wantsSound();
    notification.checked = wantsNotification();
  };
  show();
  sound.addEventListener('change', () => {
    keepChoice(SOUND, sound.checked);
    if (sound.checked) playTone(); // it is what will be heard
  });
  notification.addEventListener('change', () => choose(notification));
  const line = notification.closest('label');
  if (line) line.hidden = !CAN_NOTIFY;
  addEventListener('storage', show); // another tab has chosen
  addEventListener('pageshow', show); // a browser that restores forms does so before
}

/** Asks the browser, and says so when it refuses.
 * @param {HTMLInputElement} notification */
async function choose(notification) {
  const isRefused = notification.checked && (await Notification.requestPermission()) !== 'granted';
  if (isRefused) notification.checked = false;
  keepChoice(NOTIFICATION, notification.checked);
  const said = document.getElementById('call-refused');
  if (!said) return;
  const words = gettext(
    'Your browser does not allow notifications from this site. Allow them in its settings, then choose again.',
  );
  said.textContent = isRefused ? words : '';
}

/** @param {string} id */
function box(id) {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found : undefined;
}
