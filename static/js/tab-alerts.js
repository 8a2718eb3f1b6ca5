/** Notifies of a new or changed banner while the tab is in the background, where the browser takes no notifications from the server. */

import { isChosen, keepChoice } from './kept-choice.js';
import { CAN_NOTIFY, notify } from './notification.js';

const KEY = 'dateline:alerts';

/**
 * @param {HTMLElement} button the bell
 * @param {boolean} isQuiet whether the bell is for something else
 */
export function startTabAlerts(button, isQuiet) {
  const banner = document.getElementById('banner');
  if (!banner || !CAN_NOTIFY || Notification.permission === 'denied') return;
  let isOn = Notification.permission === 'granted' && isChosen(KEY);
  let known = banner.dataset.seq;
  /** @type {Notification | undefined} */
  let open;

  function show() {
    button.setAttribute('aria-pressed', String(isOn));
    button.hidden = Notification.permission === 'denied';
  }

  async function toggle() {
    turn(!isOn && (await Notification.requestPermission()) === 'granted');
    show();
  }

  /** @param {boolean} on */
  function turn(on) {
    isOn = on;
    keepChoice(KEY, on);
  }

  function look() {
    const present = document.getElementById('banner');
    if (!present || present.dataset.seq === known) return;
    known = present.dataset.seq;
    open?.close();
    if (known && isOn && document.hidden) open = tell(present);
  }

  document.addEventListener('dateline:shown', look);
  document.addEventListener('dateline:push', () => turn(false));
  document.addEventListener('visibilitychange', () => open?.close());
  if (isQuiet) return;
  button.addEventListener('click', toggle);
  show();
}

/** @param {HTMLElement} banner @returns {Notification | undefined} */
function tell(banner) {
  const [level, text] = ['.banner-level', '.banner-text'].map(
    (part) => banner.querySelector(part)?.textContent?.trim() ?? '',
  );
  const visit = document.getElementById('visit-title')?.textContent?.trim();
  // One tag per visit: a changed banner replaces the last notification, and two tabs notify once.
  return notify(`${level}: ${text}`, { body: visit, tag: `dateline:${document.body.dataset.visit}` });
}
