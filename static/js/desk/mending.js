/** Takes the error off a field as soon as it is changed: what it says is about the value before. */

export function startMending() {
  for (const name of ['input', 'change']) document.addEventListener(name, ({ target }) => mend(target));
}

/** @param {EventTarget | null} target */
function mend(target) {
  if (!(target instanceof HTMLElement)) return;
  const field = target.matches('[aria-invalid=true]') ? target : null;
  const form = field?.closest('form');
  if (!field || !form) return;
  const { id } = field;
  field.removeAttribute('aria-invalid');
  const others = (field.getAttribute('aria-describedby') ?? '').split(/\s+/).filter((each) => each !== `${id}-error`);
  if (others.join('')) field.setAttribute('aria-describedby', others.join(' '));
  else field.removeAttribute('aria-describedby');
  document.getElementById(`${id}-error`)?.remove();
  const summary = form.querySelector('.form-errors');
  summary
    ?.querySelector(`a[href="#${CSS.escape(id)}"]`)
    ?.closest('li')
    ?.remove();
  if (summary && !summary.querySelector('li, button')) summary.remove();
}
