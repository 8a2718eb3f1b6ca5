/** Says at once on the page that changes an update that somebody else has saved, published or withdrawn it. */

export function startMeanwhile() {
  for (const name of ['dateline:heard', 'htmx:after:swap']) document.addEventListener(name, compare);
}

/** The form says which version it was opened with; one that is under way is about to have another. */
function compare() {
  const form = document.getElementById('editor');
  const news = document.getElementById('meanwhile');
  if (!(form instanceof HTMLFormElement) || !news || form.hasAttribute('aria-busy')) return;
  const version = form.elements.namedItem('version');
  const isGone = ['withdrawn', 'purged'].includes(news.dataset.is ?? '');
  const isOlder = version instanceof HTMLInputElement && Number(version.value) < Number(news.dataset.version);
  if (isGone || isOlder) news.hidden = false;
}
