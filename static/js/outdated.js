/** Says in #outdated, on a page that does not change under its reader's eyes, that the site shows it otherwise by now. */

const LOOK_MS = 20_000;

export function startOutdated() {
  const place = document.getElementById('outdated');
  const line = /** @type {HTMLElement | null | undefined} */ (place?.firstElementChild);
  if (!place || !line || place.dataset.final !== undefined) return;
  let known = ''; // the tag of the answer that was read last
  let isFinal = false;

  const look = async () => {
    if (document.hidden || isFinal) return;
    const answer = await ask();
    const tag = answer?.headers.get('ETag') ?? '';
    if (!answer?.ok || (tag && tag === known)) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const other = page.getElementById('outdated')?.dataset;
    if (!other) return;
    known = tag;
    isFinal = other.final !== undefined;
    // Unhidden once: a screen reader says it once. What was changed and changed back is no news.
    line.hidden = other.digest === place.dataset.digest;
  };

  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', ({ persisted }) => persisted && look());
}

/** The browser compares the tag of what it keeps: nothing new costs a few bytes. */
export const ask = () => fetch(location.href, { cache: 'no-cache' }).catch(() => null);
