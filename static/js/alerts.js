/** Notifies readers of a new or changed banner while their tab is in the background, if they asked for it. */

const KEY = 'dateline:alerts';
// Phones have the Notification API, but refuse it to a page without a service worker.
const CAN_NOTIFY = 'Notification' in window && matchMedia('(hover: hover) and (pointer: fine)').matches;

export function startAlerts() {
  const button = document.getElementById('alerts');
  const banner = document.getElementById('banner');
  if (!CAN_NOTIFY || !button || !banner || Notification.permission === 'denied') return;
  let isOn = Notification.permission === 'granted' && isRemembered();
  let known = banner.dataset.seq;
  /** @type {Notification | undefined} */
  let open;

  function show() {
    button?.setAttribute('aria-pressed', String(isOn));
    if (button) button.hidden = Notification.permission === 'denied';
  }

  async function toggle() {
    isOn = !isOn && (await Notification.requestPermission()) === 'granted';
    remember(isOn);
    show();
  }

  function look() {
    const present = document.getElementById('banner');
    if (!present || present.dataset.seq === known) return;
    known = present.dataset.seq;
    open?.close();
    if (known && isOn && document.hidden) open = notify(present);
  }

  button.addEventListener('click', toggle);
  document.addEventListener('dateline:shown', look);
  document.addEventListener('visibilitychange', () => open?.close());
  show();
}

/** @param {HTMLElement} banner @returns {Notification | undefined} */
function notify(banner) {
  const [level, text] = ['.banner-level', '.banner-text'].map(
    (part) => banner.querySelector(part)?.textContent?.trim() ?? '',
  );
  const visit = document.getElementById('visit-title')?.textContent?.trim();
  try {
    // One tag per visit: a changed banner replaces the last notification, and two tabs notify once.
    const notification = new Notification(`${level}: ${text}`, {
      body: visit,
      tag: `dateline:${document.body.dataset.visit}`,
    });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
    });
    return notification;
  } catch {
    return undefined; // the browser has the API, and refuses to use it
  }
}

function isRemembered() {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

/** @param {boolean} isOn */
function remember(isOn) {
  try {
    if (isOn) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}
