/** Asks before an update is withdrawn, and for the reason that readers will see: `form[hx-confirm][data-confirm="<dialog's id>"]`. */

/**
 * htmx waits for the answer. The dialog holds a `form[method=dialog]` with a field named `note`, a button whose value is
 * `yes`, and a place for the update's first words, `[data-about]`.
 */
export function startConfirming() {
  document.addEventListener('htmx:confirm', (event) => {
    const { ctx, issueRequest, dropRequest } = /** @type {CustomEvent} */ (event).detail;
    const dialog = document.getElementById(ctx.sourceElement.dataset.confirm ?? '');
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    ask(dialog, ctx.sourceElement, (reason) => {
      if (reason === null) return dropRequest();
      ctx.request.body.set('note', reason);
      issueRequest();
    });
  });
}

/** @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {(reason: string | null) => void} answer */
function ask(dialog, form, answer) {
  const reason = noteOf(dialog.querySelector('form'));
  const note = noteOf(form);
  const about = dialog.querySelector('[data-about]');
  if (about) about.textContent = firstWords(form);
  if (reason) reason.value = note?.value ?? '';
  dialog.returnValue = '';
  dialog.addEventListener(
    'close',
    () => {
      if (dialog.returnValue !== 'yes') return answer(null);
      if (note && reason) note.value = reason.value; // for the next try
      answer(reason?.value ?? '');
    },
    { once: true },
  );
  dialog.showModal();
}

/** @param {HTMLFormElement | null} form */
const noteOf = (form) => /** @type {HTMLInputElement | null} */ (form?.elements.namedItem('note') ?? null);

/** @param {HTMLFormElement} form */
function firstWords(form) {
  const id = /** @type {HTMLElement | null} */ (form.closest('[data-for]'))?.dataset.for ?? '';
  const article = document.querySelector(`[data-update="${CSS.escape(id)}"]`);
  const words = (article?.querySelector('.update-headline, .update-body') ?? article)?.textContent?.trim() ?? '';
  return words.length > 200 ? `${cut(words, 199)}…` : words;
}

/**
 * Cuts to a number of characters, never inside an emoji or a syllable.
 * @param {string} words
 * @param {number} most
 */
function cut(words, most) {
  const next = new Intl.Segmenter().segment(words).containing(most);
  return words.slice(0, next?.index ?? most);
}
