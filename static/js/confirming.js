/** Asks before an update is withdrawn, and for the reason that readers will see: `form[data-confirm="<dialog's id>"]`. */

/**
 * The dialog holds a `form[method=dialog]` with a field named `note`, a button whose value is `yes`, and a place for the
 * update's first words, `[data-about]`.
 */
export function startConfirming() {
  document.addEventListener(
    'submit',
    (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      const dialog = document.getElementById(form.dataset.confirm ?? '');
      if (!(dialog instanceof HTMLDialogElement) || form.dataset.confirmed !== undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(dialog, form, event.submitter);
    },
    { capture: true },
  );
}

/** @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function ask(dialog, form, submitter) {
  const reason = noteOf(dialog.querySelector('form'));
  const note = noteOf(form);
  const about = dialog.querySelector('[data-about]');
  if (about) about.textContent = firstWords(form);
  if (reason) reason.value = note?.value ?? '';
  dialog.returnValue = '';
  dialog.addEventListener(
    'close',
    () => {
      if (dialog.returnValue !== 'yes') return;
      if (note && reason) note.value = reason.value;
      form.dataset.confirmed = '';
      form.requestSubmit(submitter);
      form.removeAttribute('data-confirmed');
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
 * At most so many characters, and no part of an emoji or a syllable.
 * @param {string} words
 * @param {number} most
 */
function cut(words, most) {
  const next = new Intl.Segmenter().segment(words).containing(most);
  return words.slice(0, next?.index ?? most);
}
