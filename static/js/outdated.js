/** Polls a page that is not live, and shows a line in `#outdated` when the server has a newer version. */

const LOOK_MS = 20_000;

export function startOutdated() {
  const place = document.getElementById('outdated');
  const line = /** @type {HTMLElement | null | undefined} */ (place?.firstElementChild);
  if (!place || !line || place.dataset.final !== undefined) return;
  let known = ''; // the ETag of the last answer that was read
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
    // Unhidden once, so that a screen reader says it once; hidden again when the change was reverted.
    line.hidden = other.digest === place.dataset.digest;
  };

  setInterval(look, LOOK_MS);
  document.addEventListener('visibilitychange', look);
  addEventListener('pageshow', ({ persisted }) => persisted && look());
}

/** The browser revalidates its cached copy, so that an unchanged page costs a few bytes. */
const ask = () => fetch(location.href, { cache: 'no-cache' }).catch(() => null);
