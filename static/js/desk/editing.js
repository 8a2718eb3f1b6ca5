/** Puts the keyboard into the text when the page that changes an update is opened, so that a typo is fixed in three steps. */

export function startEditing() {
  const form = document.getElementById('editor');
  if (!form || location.hash || form.hasAttribute('data-filled') || form.querySelector('[autofocus]')) return;
  const text = /** @type {HTMLTextAreaElement | null} */ (form.querySelector('textarea[name=body]'));
  text?.focus({ preventScroll: true });
}
