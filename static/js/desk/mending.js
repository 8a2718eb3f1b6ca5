/** Removes the error of a field as soon as the field is changed, since it was about the earlier value. */

const TYPED = 'textarea, input:not([type=checkbox], [type=radio], [type=file])';

export function startMending() {
  document.addEventListener('input', ({ target }) => mend(target));
  document.addEventListener('change', ({ target, isTrusted }) => {
    // Browsers send `change` for typed text only when the field loses focus, which may be as its error is inserted.
    if (!(isTrusted && target instanceof HTMLElement && target.matches(TYPED))) mend(target);
  });
}

/** @param {EventTarget | null} target */
function mend(target) {
  if (!(target instanceof HTMLElement)) return;
  // A decorative picture needs no description.
  const described =
    target.matches('[name^=decorative-]') && target.closest('li')?.querySelector('.picture-alt textarea');
  const field = described || target;
  const form = field.closest('form');
  if (!form || !field.matches('[aria-invalid=true]')) return;
  field.removeAttribute('aria-invalid');
  const said = (field.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean);
  const others = said.filter((id) => !id.endsWith('-error'));
  if (others.length) field.setAttribute('aria-describedby', others.join(' '));
  else field.removeAttribute('aria-describedby');
  for (const id of said.filter((each) => each.endsWith('-error'))) forget(form, id);
}

/** @param {HTMLFormElement} form @param {string} id of a sentence, which several fields may share */
function forget(form, id) {
  if (form.querySelector(`[aria-invalid=true][aria-describedby~="${CSS.escape(id)}"]`)) return;
  document.getElementById(id)?.remove();
  const summary = form.querySelector('.form-errors');
  summary
    ?.querySelector(`a[href="#${CSS.escape(id.replace(/-error$/, ''))}"]`)
    ?.closest('li')
    ?.remove();
  if (summary && !summary.querySelector('li, button')) summary.remove();
}
