/** Puts a text that another app has shared into the composer: `../worker.js` took it and posts nothing by itself. */

import { hasText } from '../fields.js';
import { saveDraft } from '../drafts/drafts.js';
import { gettext } from '../../messages.js';
import { showNotice } from '../notice.js';

/** @typedef {{text: string, at: number, account?: string}} Shared */

const CACHE = 'dateline-shared';
const ENTRY = '/desk/share';
const MAX_AGE_MS = 24 * 3_600_000;

/** Asks which visit it is for, where the page has no composer. */
export async function startSharedText() {
  const account = document.body.dataset.reporter;
  const shared = account && 'caches' in globalThis ? await claim(account) : undefined;
  if (!shared) return;
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form#composer:not([hidden])'));
  if (form) offer(form, shared);
  else chooseVisit();
}

/** The text, if it is of this account, or of nobody yet.
 * @param {string} account @returns {Promise<Shared | undefined>} */
async function claim(account) {
  if (!(await caches.has(CACHE))) return undefined;
  const cache = await caches.open(CACHE);
  const stored = await cache.match(ENTRY);
  /** @type {Shared | undefined} */
  const shared = await stored?.json();
  if (!shared) return undefined;
  if (Date.now() - shared.at > MAX_AGE_MS) return void cache.delete(ENTRY);
  if (shared.account && shared.account !== account) return undefined;
  await cache.put(ENTRY, new Response(JSON.stringify({ ...shared, account })));
  return shared;
}

/** @param {HTMLFormElement} form @param {Shared} shared */
function offer(form, shared) {
  if (!hasText(form)) return put(form, shared);
  showNotice(form, gettext('You shared a text with the desk. There is another one in the form.'), {
    label: gettext('Add it to this text'),
    act: () => put(form, shared),
  });
}

/** @param {HTMLFormElement} form @param {Shared} shared */
async function put(form, { text }) {
  const body = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('body'));
  body.value = [body.value.trim(), text].filter(Boolean).join('\n\n');
  form.dataset.dirty = '';
  form.dispatchEvent(new Event('dateline:filled', { bubbles: true }));
  saveDraft(form);
  body.focus();
  await (await caches.open(CACHE)).delete(ENTRY);
}

/** On the list of visits. */
function chooseVisit() {
  const list = document.querySelector('main[data-visits]');
  const links = [...(list?.querySelectorAll('a[data-visit-link]') ?? [])];
  if (!list || links.length === 0) return;
  if (links.length === 1) return location.replace(/** @type {HTMLAnchorElement} */ (links[0]).href);
  const question = Object.assign(document.createElement('p'), {
    className: 'page-lead',
    role: 'status',
    textContent: gettext('Choose the visit for the text that you shared. It is not published.'),
  });
  list.querySelector('h1')?.after(question);
}
