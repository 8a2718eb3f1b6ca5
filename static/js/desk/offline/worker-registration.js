/** Registers the desk's service worker, on pages of somebody who is signed in. */

export function startWorker() {
  const { offline, reporter } = document.body.dataset;
  if (!navigator.serviceWorker || !reporter || offline !== undefined) return;
  const register = () => navigator.serviceWorker.register('/desk/worker.js', { scope: '/desk' }).catch(() => {});
  if (document.readyState === 'complete') register();
  else addEventListener('load', register); // the page comes first
}
