/**
 * Asks before an update is withdrawn, a text that waits is returned, taken over, discarded, released from an embargo, or
 * published under its author's hands, a note is written on an update, or an account is switched off:
 * `form[hx-confirm][data-confirm="<dialog's id>"]`.
 */

/** @type {Map<string, string>} */
const notes = new Map(); // by the form's address and update: what was written there and has not got through

/**
 * htmx waits for the answer. The dialog holds a `form[method=dialog]`, whose fields go along with the request, a button
 * whose value is `yes`, and a place for the first words of what it is about, `[data-about]`. `[data-terms]` gets the terms
 * of the embargo that `form[data-terms]` would end.
 */
export function startConfirming() {
  document.addEventListener('htmx:confirm', (event) => {
    const { ctx, issueRequest, dropRequest } = /** @type {CustomEvent} */ (event).detail;
    const dialog = document.getElementById(ctx.sourceElement.dataset.confirm ?? '');
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    if (!isAsked(ctx.sourceElement)) return issueRequest();
    ask(dialog, ctx.sourceElement, (fields) => {
      if (fields === null) return dropRequest();
      for (const [name, value] of fields) ctx.request.body.set(name, value);
      issueRequest();
    });
  });
  document.addEventListener('htmx:after:request', (event) => {
    const { response, sourceElement } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (response?.status < 400) notes.delete(keyOf(sourceElement));
  });
}

/** Some acts need a question only while somebody else edits the text, or with some of the choices of the form.
 * @param {HTMLElement} form */
function isAsked(form) {
  const { ifChosen, ifEdited } = form.dataset;
  if (ifChosen !== undefined) return ifChosen.split(' ').includes(form.querySelector('select')?.value ?? '');
  return ifEdited === undefined || form.closest('[data-edited-by]') !== null;
}

/** @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {(fields: FormData | null) => void} answer */
function ask(dialog, form, answer) {
  const fields = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const note = noteOf(fields);
  const key = keyOf(form);
  const about = dialog.querySelector('[data-about]');
  if (about) about.textContent = firstWords(form);
  const edited = dialog.querySelector('[data-edited-said]');
  if (edited) {
    edited.textContent = form.closest('[data-edited-by]')?.querySelector('[data-editing-said]')?.textContent ?? '';
  }
  const terms = dialog.querySelector('[data-terms]');
  if (terms) terms.textContent = form.dataset.terms ?? '';
  if (note) note.value = notes.get(key) ?? '';
  dialog.returnValue = '';
  dialog.addEventListener(
    'close',
    () => {
      if (note) notes.set(key, note.value); // for the next try, also after Escape
      if (dialog.returnValue !== 'yes') return answer(null);
      const own = noteOf(form);
      if (note && own) own.value = note.value; // for when the request goes out again by itself
      answer(new FormData(fields));
    },
    { once: true },
  );
  dialog.showModal();
}

/** @param {HTMLFormElement | null} form */
const noteOf = (form) =>
  /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (
    form?.querySelector('[name=note], [name=text]') ?? null
  );

/** @param {HTMLElement} form */
const keyOf = (form) =>
  `${form.getAttribute('action')} ${/** @type {HTMLInputElement | null} */ (form.querySelector('[name=update]'))?.value}`;

/** @param {HTMLFormElement} form */
function firstWords(form) {
  const waiting = form
    .closest('[data-waiting], [data-embargo]')
    ?.querySelector('.waiting-title, .embargo-title')?.textContent;
  if (waiting) return waiting.trim();
  const written = form.closest('[data-note]')?.querySelector('.note-text')?.textContent;
  if (written) return written.trim();
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
