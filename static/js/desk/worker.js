/**
 * The desk's service worker: opens an empty desk where there is no connection, keeps the files of this release, and takes
 * what other apps share. Pages and texts of colleagues are never stored. The server puts `self.desk` before this script: the
 * release, the empty page with its headers, and the files that it loads.
 */
{
  const { release, page, headers, files } = /** @type {any} */ (self).desk;
  const PREFIX = 'dateline-desk-';
  const SHARED = 'dateline-shared'; // one entry, which shared-text.js takes
  const MAX_FILES = 80;
  const STATIC = /^\/static\/[0-9a-f]{12}\//;
  const cacheName = PREFIX + release;

  /** Keeps the worker alive until it is done. @param {any} event @param {Promise<unknown>} work */
  const lasting = (event, work) => event.waitUntil(work);

  addEventListener('install', (event) => lasting(event, install()));
  addEventListener('activate', (event) => lasting(event, removeOldFiles()));
  addEventListener('fetch', (/** @type {any} */ event) => {
    const answer = answerTo(event.request);
    if (answer) event.respondWith(answer);
  });

  /** @param {Request} request @returns {Promise<Response> | undefined} nothing where the browser should go on by itself */
  function answerTo(request) {
    const { origin, pathname } = new URL(request.url);
    if (origin !== location.origin) return undefined;
    if (request.method === 'POST' && pathname === '/desk/share') return take(request);
    if (request.method !== 'GET') return undefined;
    if (request.mode === 'navigate' && request.destination === 'document') {
      return fetch(request).catch(() => new Response(page, { headers }));
    }
    return STATIC.test(pathname) ? fileFor(request) : undefined;
  }

  async function install() {
    const cache = await caches.open(cacheName);
    await cache.addAll(files);
    // Pages that are open go on as before: nothing that they load changes its meaning between releases.
    await /** @type {any} */ (self).skipWaiting();
  }

  async function removeOldFiles() {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== cacheName);
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** @param {Request} request */
  async function fileFor(request) {
    const cache = await caches.open(cacheName);
    const stored = await cache.match(request, { ignoreVary: true });
    if (stored) return stored;
    const answer = await fetch(request);
    const isForEver = answer.headers.get('Cache-Control')?.includes('immutable');
    if (answer.status === 200 && isForEver) await store(cache, request, answer.clone());
    return answer;
  }

  /** @param {Cache} cache @param {Request} request @param {Response} answer */
  async function store(cache, request, answer) {
    await cache.put(request, answer);
    const [oldest, ...others] = await cache.keys();
    if (others.length >= MAX_FILES) await cache.delete(oldest);
  }

  /** Puts what another app shares aside; the desk puts it into a composer, and nothing is posted.
   * @param {Request} request */
  async function take(request) {
    const form = await request.formData();
    const parts = ['title', 'text', 'url'].map((name) => String(form.get(name) ?? '').trim());
    const text = parts.filter((part, index) => part && parts.indexOf(part) === index).join('\n\n');
    const cache = await caches.open(SHARED);
    await cache.put('/desk/share', new Response(JSON.stringify({ text, at: Date.now() })));
    return Response.redirect('/desk?shared', 303);
  }
}
