/**
 * The service worker of readers' pages: shows notifications, opens what they are about, and turns them off. It handles no
 * request of a page. What this browser asked for lies in a cache, by the address at which it was asked (`push.js`).
 */
{
  const CHOSEN = 'dateline-push';
  const worker = /** @type {any} */ (self);

  /** Keeps the worker alive until it is done. @param {any} event @param {Promise<unknown>} work */
  const lasting = (event, work) => event.waitUntil(work);

  addEventListener('install', (event) => lasting(event, worker.skipWaiting()));
  addEventListener('push', (/** @type {any} */ event) => lasting(event, show(event.data.json().notification)));
  addEventListener('notificationclick', (/** @type {any} */ event) => {
    const { action, notification } = event;
    notification.close();
    lasting(event, action === 'stop' ? stop(notification.data.stop) : open(notification.data.url));
  });
  addEventListener('pushsubscriptionchange', (/** @type {any} */ event) => lasting(event, renew(event)));

  /** @param {any} told */
  function show({ title, navigate, data, actions, ...options }) {
    // The tags of two visits must not meet: the browser knows them by the tag alone.
    const tag = `${data.stop} ${options.tag}`;
    const buttons = actions.map((/** @type {any} */ { action, title: label }) => ({ action, title: label }));
    const more = { tag, actions: buttons, data: { ...data, url: navigate } };
    return worker.registration.showNotification(title, { ...options, ...more });
  }

  /** Brings a tab with the page to the front, or opens one. @param {string} url */
  async function open(url) {
    const tabs = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const there = tabs.find((/** @type {any} */ tab) => new URL(tab.url).pathname === new URL(url).pathname);
    return there ? there.focus() : worker.clients.openWindow(url);
  }

  /** Unsubscribes this browser from a visit, and from the service once it follows no other. @param {string} address */
  async function stop(address) {
    const subscription = await worker.registration.pushManager.getSubscription();
    const chosen = await caches.open(CHOSEN);
    await chosen.delete(address);
    if (subscription) await send('DELETE', address, { endpoint: subscription.endpoint });
    if (subscription && (await chosen.keys()).length === 0) await subscription.unsubscribe();
  }

  /** Tells the site the new address of this browser when its service has changed it. @param {any} event */
  async function renew({ oldSubscription, newSubscription }) {
    const options = oldSubscription?.options ?? { userVisibleOnly: true };
    const subscription = newSubscription ?? (await worker.registration.pushManager.subscribe(options));
    const chosen = await caches.open(CHOSEN);
    for (const request of await chosen.keys()) {
      const about = await (await chosen.match(request))?.json();
      const address = new URL(request.url).pathname;
      await send('POST', address, { ...subscription.toJSON(), about });
      if (oldSubscription) await send('DELETE', address, { endpoint: oldSubscription.endpoint });
    }
  }

  /** @param {string} method @param {string} address @param {unknown} body */
  function send(method, address, body) {
    const headers = { 'Content-Type': 'application/json' };
    return fetch(address, { method, headers, body: JSON.stringify(body), credentials: 'omit' });
  }
}
