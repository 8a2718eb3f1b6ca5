/** Sends the desk's forms so that no answer, and no lack of one, costs a reporter a word. */

import { replaceForm } from './answers.js';
import { forgetDraft } from './drafts.js';
import { hush, tell } from './notice.js';
import { goOn, say, unsay } from './said.js';
import { OTHER_ACCOUNT, refusalOf, SIGNED_OUT, UNREACHED } from './refusals.js';

/** @typedef {{replaced: () => void, posted: (id: string) => void}} Page */

const TIMEOUT_MS = 20_000;
const SIGN_IN = document.body.dataset.signIn ?? '/desk/sign-in';

/**
 * Takes `form[data-send]` and every form whose text is kept.
 * @param {Page} page
 */
export function startSending(page) {
  document.addEventListener('submit', (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const submitter = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (event.defaultPrevented || !isOurs(form) || submitter?.formMethod === 'dialog') return; // that one sends nothing
    event.preventDefault();
    if (form.getAttribute('aria-busy') !== 'true') send(form, submitter, page);
  });
}

/** @param {HTMLFormElement} form */
const isOurs = (form) => form.matches('[data-send], [data-keep]');

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} submitter @param {Page} page */
async function send(form, submitter, page) {
  hush(form);
  unsay();
  const thaw = freeze(form);
  const answer = await postTwice(form, submitter).catch(() => null);
  thaw();
  if (!answer) return refuse(form, submitter, UNREACHED);
  const { response, text } = answer;
  if (response.redirected && new URL(response.url).pathname === SIGN_IN) return refuse(form, submitter, SIGNED_OUT);
  if (response.ok && isPreview(submitter)) return showPreview(form, text);
  if (response.ok) return acknowledge(form, submitter, answer, page);
  if ([409, 422].includes(response.status) && replaceForm(form, text, { saved: false })) return page.replaced();
  refuse(
    form,
    submitter,
    response.status === 400 && isForAnother(text) ? OTHER_ACCOUNT : refusalOf(response.status, text),
  );
}

/** @param {HTMLButtonElement | null} submitter */
const isPreview = (submitter) => submitter?.name === 'action' && submitter.value === 'preview';

/** Of the answer only the preview is wanted: the form stays as it is, with the place in it.
 * @param {HTMLFormElement} form @param {string} html */
function showPreview(form, html) {
  const next = new DOMParser().parseFromString(html, 'text/html').getElementById('preview');
  const present = form.querySelector('#preview');
  if (!next || !present) return;
  present.replaceWith(document.adoptNode(next));
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

/**
 * A form from before a new sign-in is answered with a token that fits: then it goes out once more by itself.
 * @param {HTMLFormElement} form @param {HTMLButtonElement | null} submitter
 */
async function postTwice(form, submitter) {
  const first = await post(form, submitter);
  return first.response.status === 400 && takeToken(first.text) ? post(form, submitter) : first;
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} submitter */
async function post(form, submitter) {
  const fields = new FormData(form);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  const isMultipart = form.enctype === 'multipart/form-data';
  const response = await fetch(submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '', {
    method: 'POST',
    body: isMultipart ? fields : new URLSearchParams(/** @type {any} */ (fields)),
    headers: { 'HX-Request': 'true', Accept: 'text/html' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { response, text: await response.text() };
}

/** @param {string} html */
function takeToken(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const token = /** @type {HTMLInputElement | null} */ (page.querySelector('[name=csrf_token]'))?.value;
  if (!token || isForAnother(html)) return false;
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('[name=csrf_token]'));
  for (const field of fields) field.value = token;
  return true;
}

/** What one person typed must not go out under the name of the next who signed in.
 * @param {string} html */
function isForAnother(html) {
  const { reporter } = new DOMParser().parseFromString(html, 'text/html').body.dataset;
  return reporter !== undefined && reporter !== document.body.dataset.reporter;
}

/** What is typed while the text is under way would be neither in the update nor in the draft.
 * @param {HTMLFormElement} form */
function freeze(form) {
  const focus = /** @type {HTMLElement | null} */ (document.activeElement);
  const texts = /** @type {HTMLInputElement[]} */ (
    [...form.elements].filter((field) => 'readOnly' in field && !field.readOnly)
  );
  const buttons = /** @type {HTMLButtonElement[]} */ ([...form.querySelectorAll('button:not(:disabled)')]);
  form.setAttribute('aria-busy', 'true');
  for (const field of texts) field.readOnly = true;
  for (const button of buttons) button.disabled = true;
  return () => {
    form.removeAttribute('aria-busy');
    for (const field of texts) field.readOnly = false;
    for (const button of buttons) button.disabled = false;
    if (focus && form.contains(focus)) focus.focus({ preventScroll: true });
  };
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {{response: Response, text: string}} answer @param {Page} page */
function acknowledge(form, submitter, { response, text }, page) {
  const said = decodeURIComponent(response.headers.get('X-Dateline-Said') ?? '') || 'Done.';
  forgetDraft(form);
  page.posted(response.headers.get('X-Dateline-Update') ?? '');
  if (response.redirected) return location.assign(response.url);
  if (!document.getElementById('wire')) return location.assign(deskOf(form)); // a page of its own, such as an edit
  if (replaceForm(form, text, { saved: true })) page.replaced();
  else if (form.closest('.tools')) goOn(form, submitter);
  say(said);
}

/** The desk, at the update that the form was about; `form.action` is the button of that name.
 * @param {HTMLFormElement} form */
const deskOf = (form) => (form.getAttribute('action') ?? '').replace(/\/updates\/([^/]+).*$/, '#u-$1');

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} submitter @param {import('./refusals.js').Refusal} refusal */
function refuse(form, submitter, { sentence, step }) {
  const again = { label: 'Try again', act: () => form.requestSubmit(submitter?.isConnected ? submitter : null) };
  const reload = { label: 'Load the page again', act: () => location.reload() };
  if (step === 'reload') tell(form, sentence, reload);
  else if (step === 'sign in') tell(form, sentence, { label: 'Sign in', href: SIGN_IN }, again);
  else tell(form, sentence, again);
  form.querySelector('[data-notice]')?.scrollIntoView({ block: 'nearest' });
}
