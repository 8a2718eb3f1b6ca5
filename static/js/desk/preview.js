/** Keeps the preview beside the text up to date where there is room for it; elsewhere its button shows it. */

const ROOM = matchMedia('(width >= 75rem)'); // as in preview.css

export function startPreview() {
  for (const name of ['input', 'dateline:filled']) {
    document.addEventListener(name, ({ target }) => renew(previewIn(/** @type {Element} */ (target).closest('form'))));
  }
  document.addEventListener('htmx:config:request', (event) => {
    const { sourceElement } = /** @type {CustomEvent} */ (event).detail.ctx;
    const form = sourceElement.closest('form');
    if (sourceElement.id === 'preview' && !(form && hasWords(form))) event.preventDefault(); // sent or emptied meanwhile
  });
  document.addEventListener('htmx:after:swap', (event) => {
    if (/** @type {CustomEvent} */ (event).detail.ctx.target?.id === 'preview') goToPreview();
  });
  document.addEventListener('htmx:finally:request', (event) => {
    const { ctx } = /** @type {CustomEvent} */ (event).detail;
    if (ctx.sourceElement.id === 'preview') settle(ctx.sourceElement, ctx.response?.status < 400);
    else queueMicrotask(renewAll); // the answer may have brought a form, or the same one without its preview
  });
  for (const name of ['online', 'offline']) addEventListener(name, renewAll);
  ROOM.addEventListener('change', renewAll);
  setTimeout(renewAll); // htmx reads the page in a timeout of its own, which began earlier
}

/** Asks for the preview of what stands in the form. htmx sends it after a pause in typing, and never two at a time.
 * @param {HTMLElement | null} preview */
function renew(preview) {
  const form = preview?.closest('form');
  if (!preview || !form) return;
  if (!hasWords(form)) pageOf(preview)?.replaceChildren();
  if (!ROOM.matches) return;
  preview.hidden = false;
  if (hasWords(form) && navigator.onLine) preview.dispatchEvent(new Event('dateline:written'));
  sayWhetherCurrent(preview, navigator.onLine);
}

function renewAll() {
  for (const form of document.querySelectorAll('form')) renew(previewIn(form));
}

/** A preview that was asked for is brought into view, where it does not stand beside the text. */
function goToPreview() {
  const title = document.getElementById('preview-title');
  if (!title || ROOM.matches) return;
  title.focus({ preventScroll: true });
  title.scrollIntoView({ block: 'start' });
}

/** The text may have been sent or discarded while its preview was made.
 * @param {HTMLElement} preview @param {boolean} isCurrent */
function settle(preview, isCurrent) {
  const form = preview.closest('form');
  if (form && !hasWords(form)) pageOf(preview)?.replaceChildren();
  sayWhetherCurrent(preview, isCurrent);
}

/** What cannot be previewed, yet or for lack of a connection, leaves the last good preview, with a line that says so.
 * @param {HTMLElement} preview @param {boolean} isCurrent */
function sayWhetherCurrent(preview, isCurrent) {
  const line = /** @type {HTMLElement | null} */ (preview.querySelector('.preview-behind'));
  if (line) line.hidden = isCurrent || !pageOf(preview)?.firstElementChild;
}

/** Whether there is anything to preview.
 * @param {HTMLFormElement} form */
const hasWords = (form) =>
  ['headline', 'body'].some((name) => /** @type {any} */ (form.elements.namedItem(name))?.value.trim());

/** @param {HTMLFormElement | null} form @returns {HTMLElement | null} */
const previewIn = (form) => form?.querySelector('#preview') ?? null;

/** @param {HTMLElement} preview */
const pageOf = (preview) => preview.querySelector('.preview-page');
