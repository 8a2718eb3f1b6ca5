/** Sets `lang` on the fields of a text to its chosen language, for the font and for the browser's spell checker. */

const FIELDS = '[data-markdown], [name=headline]';

export function startWrittenIn() {
  for (const kind of ['focusin', 'change']) document.addEventListener(kind, ({ target }) => tell(target));
  for (const chosen of document.querySelectorAll('select[name=lang]')) tell(chosen);
}

/** @param {EventTarget | null} target */
function tell(target) {
  const form = target instanceof Element ? target.closest('form') : null;
  const chosen = form?.querySelector('select[name=lang]');
  if (!form || !(chosen instanceof HTMLSelectElement)) return;
  for (const field of form.querySelectorAll(FIELDS)) {
    if (field instanceof HTMLElement && field.lang !== chosen.value) field.lang = chosen.value;
  }
}
