/** The dialog in which a reader turns notifications of this device on and off. Loads when it is first opened. */

import { gettext } from './messages.js';
import { makeDialog } from './push-dialog.js';
import { notAllowed, Refused, refusedByService, refusedBySite, unreached } from './push-reasons.js';
import { loadStyles } from './styles.js';

const CHOSEN = 'dateline-push'; // the cache in which `push-worker.js` finds what was asked for

const styles = loadStyles(new URL('../css/report.css', import.meta.url));
const bell = /** @type {HTMLElement} */ (document.getElementById('alerts'));
const words = /** @type {HTMLElement} */ (bell.querySelector('span'));
const usual = words.textContent;
const address = `/live/${document.body.dataset.visit}/push`;
const { dialog, boxes, said, off, show } = makeDialog();
let isBusy = false;

for (const box of boxes) box.addEventListener('change', () => apply());
off.addEventListener('click', () => {
  for (const box of boxes) box.checked = false;
  boxes[0].focus();
  apply();
});
document.body.append(dialog);

export async function openPush() {
  await styles;
  show(ability(), await chosen());
  if (!dialog.open) dialog.showModal();
  const first = /** @type {HTMLElement} */ (
    dialog.querySelector('.push-choices:not([hidden]) input, .push-why:not([hidden])')
  );
  first.focus();
}

/** Shows at the bell whether notifications are on. */
export async function showState() {
  const isOn = (await chosen()).length > 0;
  bell.toggleAttribute('data-on', isOn);
  words.textContent = isOn ? gettext('Notifications are on') : usual;
}

/** @returns {import('./push-dialog.js').Ability} */
function ability() {
  if (!('PushManager' in window)) return 'ios';
  return Notification.permission === 'denied' ? 'denied' : 'able';
}

/** Does what the boxes say. One change at a time: what is ticked meanwhile is done after it. */
async function apply() {
  if (isBusy) return;
  isBusy = true;
  /** @type {string[]} */
  let about;
  try {
    do {
      about = wanted();
      say(about.length > 0 ? gettext('Turning on…') : gettext('Turning off…'));
      await (about.length > 0 ? subscribe(about) : unsubscribe());
    } while (about.join() !== wanted().join());
    say(about.length > 0 ? gettext('This device will be told.') : gettext('Notifications are off.'));
  } catch (error) {
    say((error instanceof Refused ? error : unreached()).message);
  }
  isBusy = false;
  show(ability(), await chosen());
  await showState();
}

const wanted = () => boxes.filter((box) => box.checked).map((box) => box.value);

/** @param {string} sentence */
function say(sentence) {
  said.textContent = sentence;
}

/** @param {string[]} about */
async function subscribe(about) {
  if ((await Notification.requestPermission()) !== 'granted') throw notAllowed();
  await navigator.serviceWorker.register('/push-worker.js', { scope: '/live/' });
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await subscribed(pushManager);
  await send('POST', { ...subscription.toJSON(), about });
  await (await caches.open(CHOSEN)).put(address, Response.json(about));
  document.dispatchEvent(new Event('dateline:push')); // the page's own alerts end
}

/** The subscription that there is, unless it was made for another key of the site. @param {PushManager} pushManager */
async function subscribed(pushManager) {
  const options = { userVisibleOnly: true, applicationServerKey: await send('GET') };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    const old = await pushManager.getSubscription();
    if (!old) throw refusedByService(error);
    await old.unsubscribe();
    return pushManager.subscribe(options).catch((again) => Promise.reject(refusedByService(again)));
  }
}

async function unsubscribe() {
  const registration = await navigator.serviceWorker.getRegistration('/live/');
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) await send('DELETE', { endpoint: subscription.endpoint });
  const kept = await caches.open(CHOSEN);
  await kept.delete(address);
  if (subscription && (await kept.keys()).length === 0) await subscription.unsubscribe();
}

/** @param {string} method @param {unknown} [body] @returns {Promise<string>} the answer; to GET, the public key of the site */
async function send(method, body) {
  const headers = { 'Content-Type': 'application/json' };
  const asked = fetch(address, { method, headers, body: JSON.stringify(body), credentials: 'omit' });
  const answer = await asked.catch(() => Promise.reject(unreached()));
  if (answer.ok) return answer.text();
  throw await refusedBySite(answer);
}

/** What this device asked for. @returns {Promise<string[]>} */
async function chosen() {
  if (!('caches' in window)) return [];
  const found = await caches.match(address);
  return found && Notification.permission === 'granted' ? found.json() : [];
}
