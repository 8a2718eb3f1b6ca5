/** Tells readers whose tab is in the background of a new or changed banner, if they asked for it (the Notification API). */

const KEY = 'dateline:alerts';
// Telephones have the name, but refuse it to a page without a service worker.
const CAN_TELL = 'Notification' in window && matchMedia('(hover: hover) and (pointer: fine)').matches;

export function startAlerts() {
  const button = document.getElementById('alerts');
  const banner = document.getElementById('banner');
  if (!CAN_TELL || !button || !banner || Notification.permission === 'denied') return;
  let isOn = Notification.permission === 'granted' && read();
  let known = banner.dataset.seq;
  /** @type {Notification | undefined} */
  let open;

  function show() {
    button?.setAttribute('aria-pressed', String(isOn));
    if (button) button.hidden = Notification.permission === 'denied';
  }

  async function toggle() {
    isOn = !isOn && (await Notification.requestPermission()) === 'granted';
    write(isOn);
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
  try {
    // One tag for a visit: a changed wording takes the place of the last, and two tabs tell once.
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
    return undefined; // a browser that has the name and not the thing
  }
}

function read() {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

/** @param {boolean} isOn */
function write(isOn) {
  try {
    if (isOn) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
  } catch {
    // It lasts as long as the page.
  }
}
