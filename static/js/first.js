/**
 * Sets what CSS needs before the first paint: the reader's colour scheme, or the page would flash in the other one; that
 * scripts run (`data-scripted`); and that times are about to be rewritten in the reader's zone (`data-awaited`), so that
 * nobody sees them change. A classic script in the head, because a module would run too late.
 */
{
  const KEY = 'dateline:scheme';
  const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
  const root = document.documentElement;
  let scheme = schemeOf(recall(KEY));

  /** @param {string | null} kept @returns {keyof typeof NEXT} */
  function schemeOf(kept) {
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  }

  /** @param {string} key */
  function recall(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is forbidden
    }
  }

  function remember() {
    try {
      localStorage.setItem(KEY, scheme);
    } catch {
      // Storage is forbidden: the choice lasts as long as the page.
    }
  }

  function show() {
    if (scheme === 'auto') delete root.dataset.scheme;
    else root.dataset.scheme = scheme;
    for (const colour of /** @type {NodeListOf<HTMLMetaElement>} */ (
      document.querySelectorAll('meta[name="theme-color"]')
    )) {
      const own = colour.dataset.for;
      if (scheme === 'auto') colour.media = `(prefers-color-scheme: ${own})`;
      else colour.media = scheme === own ? 'all' : 'not all';
    }
    const button = document.getElementById('scheme');
    if (button) button.title = button.ariaLabel = button.dataset[scheme] ?? '';
  }

  root.dataset.scripted = '';
  if (recall('dateline:clock')) root.dataset.awaited = '';
  addEventListener('load', () => delete root.dataset.awaited); // page.js does this earlier, if it runs
  show();
  addEventListener('DOMContentLoaded', show);
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY) return;
    scheme = schemeOf(newValue);
    show();
  });
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || !target.closest('#scheme')) return;
    scheme = /** @type {keyof typeof NEXT} */ (NEXT[scheme]);
    remember();
    show();
  });
}
