/**
 * Says at once on the page that changes an update what has been done with it meanwhile, and leaves only the buttons that can
 * succeed now: those of the notice. A form in which nothing was typed goes on from what the update is now.
 */

export function startMeanwhile() {
  document.addEventListener('htmx:before:swap', spareWhatIsTyped);
  for (const name of ['dateline:heard', 'htmx:after:swap']) document.addEventListener(name, compare);
}

/** The form says which version it was opened with; one that is under way is about to have another. */
function compare() {
  const form = document.getElementById('editor');
  const news = document.getElementById('meanwhile');
  if (!(form instanceof HTMLFormElement) || !news || form.hasAttribute('aria-busy')) return;
  const version = form.elements.namedItem('version');
  if (!(version instanceof HTMLInputElement)) return;
  const isOlder = Number(version.value) < Number(news.dataset.version);
  if (news.dataset.gone === undefined && !isOlder) return;
  if (news.dataset.gone === undefined && isUntouched(form)) return follow(news);
  // A decision that changed no word: the text in the form goes on from there.
  if (version.value === news.dataset.same) version.value = news.dataset.version ?? '';
  news.hidden = false;
  leaveItsButtons(news);
}

/** @param {HTMLFormElement} form */
const isUntouched = (form) =>
  ['dirty', 'filled', 'autosaved'].every((name) => form.dataset[name] === undefined) &&
  !form.querySelector('.form-errors, .form-question');

/** htmx fetches the form anew; until it is there, the one on the page has the older version.
 * @param {HTMLElement} news */
function follow(news) {
  news.dispatchEvent(new Event('dateline:follow'));
  const value = news.querySelector('strong')?.textContent?.trim();
  document.dispatchEvent(new CustomEvent('dateline:message', { detail: { value } }));
}

/** Somebody began to type while the form was on its way: then the notice says what happened.
 * @param {Event} event */
function spareWhatIsTyped(event) {
  const { sourceElement } = /** @type {CustomEvent} */ (event).detail.ctx ?? {};
  const form = document.getElementById('editor');
  if (sourceElement?.id !== 'meanwhile' || !(form instanceof HTMLFormElement) || isUntouched(form)) return;
  event.preventDefault();
  compare();
}

/** The main button is the notice's, also for the keyboard.
 * @param {HTMLElement} news */
function leaveItsButtons(news) {
  const main = news.querySelector('[data-main]');
  const before = document.getElementById('edit-ways');
  if (!main || !before) return; // the form came back with this notice
  for (const button of news.querySelectorAll('button')) letSend(button);
  const hadFocus = before.contains(document.activeElement);
  before.replaceChildren();
  main.id = 'main-action';
  if (hadFocus && main instanceof HTMLElement) main.focus({ preventScroll: true });
}

/** While they are hidden, they send nothing: Enter would press them.
 * @param {HTMLButtonElement} button */
function letSend(button) {
  const { address, novalidate } = button.dataset;
  button.type = 'submit';
  if (novalidate !== undefined) button.formNoValidate = true;
  if (address) button.setAttribute('formaction', address);
}
