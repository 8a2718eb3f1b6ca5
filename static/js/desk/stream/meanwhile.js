/**
 * Says at once on the page that changes an update what a colleague has done with it meanwhile, and leaves only the buttons
 * that can succeed now: those of the notice.
 */

export function startMeanwhile() {
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
  // A decision that changed no word: the text in the form goes on from there.
  if (version.value === news.dataset.same) version.value = news.dataset.version ?? '';
  news.hidden = false;
  leaveItsButtons(news);
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
