/** Puts in what this page was asked for, where the server has one page for all who ask for something of the kind. */

const UNKNOWN = '-';

/** Of all words that the visit does not know the server makes one. Once the desk adds the word, what the wire sends for it has to find its place. */
export function startAsked() {
  const list = document.getElementById('updates');
  const filter = new URLSearchParams(list?.dataset.filter ?? '');
  const asked = new URLSearchParams(location.search);
  const unknown = [...filter].filter(([name, value]) => value === UNKNOWN && asked.get(name)).map(([name]) => name);
  if (!list || unknown.length === 0) return;
  for (const name of unknown) {
    const own = `${name}=${asked.get(name)}`;
    filter.set(name, asked.get(name) ?? '');
    for (const place of document.querySelectorAll(`[data-chosen="${name}=${UNKNOWN}"]`)) {
      place.setAttribute('data-chosen', own);
    }
    for (const place of document.querySelectorAll(`[data-here="${name}=${UNKNOWN}"]`)) {
      place.setAttribute('data-here', own);
    }
  }
  list.dataset.filter = filter.toString();
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll('.chosen a[href], #filters a[href]')
  )) {
    const search = new URLSearchParams(link.search);
    for (const name of unknown) if (search.get(name) === UNKNOWN) search.set(name, asked.get(name) ?? '');
    if (search.size > 0) link.search = search.toString();
  }
}

/** A search knows no capitals: in its field stands what was typed. */
export function startTyped() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector('.search-form input[name="q"]'));
  const typed = new URLSearchParams(location.search).get('q')?.split(/\s+/).filter(Boolean).join(' ');
  if (field && typed && typed.toLowerCase() === field.value) field.value = typed;
}
