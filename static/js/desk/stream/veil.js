/** Hides what a page of the desk shows once its account may not see it any more. What somebody is writing there stays. */

// The heading names the page for those who cannot see it.
const STAYS = 'h1, .skips, .masthead, .colophon, .signed-out, .unsent, .outbox';

/** @param {boolean} isShut whether the account is shut out; what was hidden comes back with it */
export function veil(isShut) {
  const veiled = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-veiled]'));
  if (isShut === veiled.length > 0) return;
  for (const element of veiled) delete element.dataset.veiled;
  document.body.toggleAttribute('data-shut', isShut);
  if (!isShut) return;
  const desk = document.getElementById('desk');
  if (desk) desk.dataset.view = 'write'; // on a phone the text is in a view of its own
  hide(document.body, [...document.querySelectorAll(STAYS), ...[...document.forms].filter(isWritten)]);
}

/** @param {Element} around @param {Element[]} kept */
function hide(around, kept) {
  for (const child of /** @type {Iterable<HTMLElement>} */ (around.children)) {
    if (kept.includes(child)) continue;
    if (kept.some((one) => child.contains(one))) hide(child, kept);
    else child.dataset.veiled = '';
  }
}

/** Whether a form is for a text, or has something in it that was typed.
 * @param {HTMLFormElement} form */
function isWritten(form) {
  return form.matches('.composer') || [...form.elements].some(isTyped);
}

/** @param {Element} field */
function isTyped(field) {
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  return field instanceof HTMLInputElement && field.type === 'text' && field.value !== field.defaultValue;
}
