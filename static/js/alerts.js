/**
 * The bell. Where the browser takes notifications from the server, it opens the dialog in which they are turned on
 * (`push.js`); elsewhere the page itself notifies (`tab-alerts.js`). Neither loads before somebody needs it.
 */

import { isChosen } from './kept-choice.js';

export function startAlerts() {
  const button = document.getElementById('alerts');
  if (!button) return;
  const takesPush = doesTakePush(button);
  // Whoever chose the alerts of the page before has them until notifications are turned on.
  if (!takesPush || isChosen('dateline:alerts')) {
    load(import('./tab-alerts.js').then(({ startTabAlerts }) => startTabAlerts(button, takesPush)));
  }
  if (takesPush) offer(button);
}

/** @param {HTMLElement} button */
function doesTakePush({ dataset }) {
  // A page in a sandbox has no origin that a browser could allow it for.
  if (dataset.push === undefined || window.origin === 'null' || !('serviceWorker' in navigator)) return false;
  // Safari there has no PushManager before the page is on the home screen, which the dialog says.
  const isTablet = navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1;
  return 'PushManager' in window || isTablet || /iP(hone|ad|od)/.test(navigator.userAgent);
}

/** @param {HTMLElement} button */
async function offer(button) {
  button.removeAttribute('aria-pressed');
  button.setAttribute('aria-haspopup', 'dialog');
  button.hidden = false;
  button.addEventListener('click', () => load(import('./push.js').then(({ openPush }) => openPush())));
  if (await isTurnedOn()) load(import('./push.js').then(({ showState }) => showState()));
}

/** Whether notifications of any visit are on in this browser, as far as it lets the page remember. */
async function isTurnedOn() {
  try {
    return await caches.has('dateline-push');
  } catch {
    return false;
  }
}

/** What does not load leaves the page as it is. @param {Promise<void>} work */
const load = (work) => work.catch(() => {});
