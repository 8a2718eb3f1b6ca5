/** Shows notifications of the system, where the browser lets a page do so. */

// Phones have the Notification API, but refuse it to a page without a service worker.
export const CAN_NOTIFY = 'Notification' in window && matchMedia('(hover: hover) and (pointer: fine)').matches;

/**
 * @param {string} title
 * @param {NotificationOptions & {renotify?: boolean}} options
 * @param {() => void} [onChosen] called when the reader chooses it, after the tab has come to the front
 * @returns {Notification | undefined}
 */
export function notify(title, options, onChosen = () => {}) {
  try {
    const notification = new Notification(title, options);
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      onChosen();
    });
    return notification;
  } catch {
    return undefined; // the browser has the API, and refuses to use it
  }
}
