/**
 * Owns what must be known before the first paint: the colour scheme that the reader chose, or the page would flash in the
 * other one; that scripts run here (`data-scripted`); and that times are about to be written by the reader's own choice
 * of a clock (`data-awaited`), so that none is seen to change. A classic script in the head: a module would come too late.
 */
{
  const KEY = 'dateline:scheme';
  const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
  const WORDS = { auto: 'as on your device', light: 'light', dark: 'dark' };
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
      return null; // storage may be forbidden
    }
  }

  function remember() {
    try {
      localStorage.setItem(KEY, scheme);
    } catch {
      // then it lasts as long as the page
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
    if (button) button.title = button.ariaLabel = `Colours: ${WORDS[scheme]}`;
  }

  root.dataset.scripted = '';
  if (recall('dateline:clock')) root.dataset.awaited = '';
  addEventListener('load', () => delete root.dataset.awaited); // page.js does it sooner, if it runs
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
