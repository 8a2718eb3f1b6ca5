/** Notifies readers of a new or changed banner while their tab is in the background, if they asked for it. */

import { isChosen, keepChoice } from './kept-choice.js';
import { CAN_NOTIFY, notify } from './notification.js';

const KEY = 'dateline:alerts';

export function startAlerts() {
  const button = document.getElementById('alerts');
  const banner = document.getElementById('banner');
  if (!CAN_NOTIFY || !button || !banner || Notification.permission === 'denied') return;
  let isOn = Notification.permission === 'granted' && isChosen(KEY);
  let known = banner.dataset.seq;
  /** @type {Notification | undefined} */
  let open;

  function show() {
    button?.setAttribute('aria-pressed', String(isOn));
    if (button) button.hidden = Notification.permission === 'denied';
  }

  async function toggle() {
    isOn = !isOn && (await Notification.requestPermission()) === 'granted';
    keepChoice(KEY, isOn);
    show();
  }

  function look() {
    const present = document.getElementById('banner');
    if (!present || present.dataset.seq === known) return;
    known = present.dataset.seq;
    open?.close();
    if (known && isOn && document.hidden) open = tell(present);
  }

  button.addEventListener('click', toggle);
  document.addEventListener('dateline:shown', look);
  document.addEventListener('visibilitychange', () => open?.close());
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
