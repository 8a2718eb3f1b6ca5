/** Follows the requests that htmx makes for the desk's forms, so that no answer, and no lack of one, costs a reporter a word. */

import { addCounts } from './counts.js';
import { forgetDraft, keepDrafts, saveDraft } from './drafts/drafts.js';
import { mainButton } from './enter.js';
import { freeze } from './freezing.js';
import { gettext } from '../messages.js';
import { clearNotice, showNotice } from './notice.js';
import { postpone } from './outbox/outbox.js';
import { OTHER_ACCOUNT, refusalOf, UNREACHED } from './refusals.js';
import { clearFeedback, focusAfterTool } from './feedback.js';
import { startTokens, takeRenewal } from './tokens.js';
import { showUnderWay } from './under-way.js';

/**
 * What became of a request. `unreached`: there was no answer. `saved`: the server has done it. `previewed`: it changed
 * nothing. `leaving`: htmx is loading another page. `returned`: the form came back with what is wrong. `refused`: the
 * answer was not put on the page, and a sentence says why.
 * @typedef {'unreached' | 'saved' | 'previewed' | 'leaving' | 'returned' | 'refused'} Outcome
 */

const TOO_MANY = 429; // like a failure of the server, it passes
const FREE_AFTER_MS = 8_000; // the outbox goes on trying: nobody waits that long in front of a frozen field
const SIGN_IN = document.body.dataset.signIn ?? '/desk/sign-in';

/** @type {WeakSet<Element>} */
const resent = new WeakSet(); // elements whose request goes out again with a fresh token

/** One request of a form, from before it leaves until its answer is on the page. */
class Sending {
  /** @type {any} */ #ctx;
  /** @type {HTMLFormElement} */ #form;
  /** @type {HTMLInputElement | null} */ #focused; // the control that had the focus
  /** @type {() => void} */ #thaw; // its fields cannot be typed in meanwhile
  /** @type {() => void} */ #restoreButton;

  /** @param {any} ctx @param {HTMLFormElement} form */
  constructor(ctx, form) {
    this.#ctx = ctx;
    this.#form = form;
    clearNotice(form);
    clearFeedback();
    const controls = /** @type {HTMLInputElement[]} */ ([...form.elements]);
    this.#focused = controls.find((control) => control === document.activeElement) ?? null;
    this.#thaw = freeze(form);
    this.#restoreButton = showUnderWay(form, ctx.request.submitter);
  }

  answered() {
    if (['saved', 'leaving'].includes(this.#outcome)) forgetDraft(this.#form);
  }

  /** A morph keeps what was typed into a field whose value on the server is the same before and after. */
  clear() {
    this.#restoreButton();
    const { target } = this.#ctx; // still a selector, where the answer names another target
    if (this.#outcome === 'saved' && target instanceof Element && target.contains(this.#form)) this.#form.reset();
  }

  finish() {
    const outcome = this.#outcome;
    if (outcome === 'leaving') return; // everything stays as it is until the other page is there
    this.#thaw();
    this.#restoreButton();
    const wasResent = resent.delete(this.#ctx.sourceElement);
    if (outcome === 'unreached') this.#postponeOr(UNREACHED);
    else if (outcome === 'refused') this.#answerRefusal(wasResent);
    else this.#settle(outcome);
  }

  /** @returns {Outcome} */
  get #outcome() {
    const { hx, response, swap, target, text } = this.#ctx;
    if (text === undefined) return 'unreached';
    if (hx.redirect) return 'leaving';
    if (response.status < 400) return target?.id === 'preview' ? 'previewed' : 'saved';
    return swap === 'none' ? 'refused' : 'returned';
  }

  /** A form from before a new sign-in is answered with a token that fits: then it goes out once more by itself.
   * @param {boolean} wasResent */
  #answerRefusal(wasResent) {
    const { response, sourceElement, text } = this.#ctx;
    const renewal = takeRenewal(sourceElement);
    if (renewal === 'renewed' && !wasResent) {
      resent.add(sourceElement);
      this.#sendAgain();
      return;
    }
    const refusal = renewal === 'foreign' ? OTHER_ACCOUNT : refusalOf(response.status, text);
    if (response.status >= 500 || response.status === TOO_MANY) this.#postponeOr(refusal);
    else this.#refuse(refusal);
  }

  /** A text that may get through later waits in the outbox, if its form has one.
   * @param {import('./refusals.js').Refusal} refusal */
  async #postponeOr(refusal) {
    if (!(await postpone(this.#form, this.#ctx.request.submitter))) return this.#refuse(refusal);
    this.#restoreFocus();
  }

  #sendAgain() {
    const { request, sourceElement } = this.#ctx;
    if (sourceElement !== this.#form) sourceElement.click();
    else this.#form.requestSubmit(request.submitter?.isConnected ? request.submitter : null);
  }

  /** @param {import('./refusals.js').Refusal} refusal */
  #refuse({ sentence, step }) {
    this.#restoreFocus();
    const again = { label: gettext('Try again'), act: () => this.#sendAgain() };
    const reload = { label: gettext('Reload the page'), act: () => location.reload() };
    // `none`: the same button would be refused again.
    if (step === 'none') showNotice(this.#form, sentence);
    else if (step === 'reload') showNotice(this.#form, sentence, reload);
    else if (step === 'sign in') showNotice(this.#form, sentence, { label: gettext('Sign in'), href: SIGN_IN }, again);
    else showNotice(this.#form, sentence, again);
    this.#form.querySelector('[data-notice]')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Outcome} outcome */
  #settle(outcome) {
    keepDrafts();
    addCounts();
    if (outcome === 'returned') {
      saveDraft(this.#current);
      this.#showWrongField();
    }
    if (outcome === 'saved') this.#goOn();
    else this.#restoreFocus();
    if (outcome === 'saved' && this.#form.closest('.tools')) focusAfterTool(this.#form, this.#ctx.request.submitter);
  }

  /** In a form for a text the keyboard goes to the field; elsewhere to the list of errors, which has `autofocus`. */
  #showWrongField() {
    const field = /** @type {HTMLElement | null} */ (this.#current.querySelector('[aria-invalid=true]'));
    const refused = field ?? this.#current;
    for (let around = refused.closest('details'); around; around = around.parentElement?.closest('details') ?? null) {
      around.open = true;
    }
    if (this.#current.dataset.keep === undefined) return;
    field?.focus();
  }

  /** A panel folds up. A form that adds something is ready for the next; one that is gone leads on: `data-next`. */
  #goOn() {
    const form = this.#form;
    const folds = /** @type {HTMLDetailsElement | null} */ (form.closest('details[data-fold]'));
    if (folds) folds.open = false;
    const after = document.getElementById(this.#ctx.request.submitter?.dataset.next ?? '');
    const next = document.getElementById(form.dataset.next ?? '');
    const isNext = next && (!form.isConnected || form.contains(next));
    this.#restoreFocus(after ?? folds?.querySelector('summary') ?? (isNext ? next : null));
  }

  /** A button loses the focus when it is disabled. Whoever has gone on to something else stays there. */
  #restoreFocus(/** @type {HTMLElement | null} */ next = null) {
    const focused = this.#focused;
    const present = document.activeElement;
    if (!focused || (present && present !== document.body && present !== focused)) return;
    if (next) return next.focus();
    const same = focused.isConnected ? focused : this.#sameAs(focused);
    const other = document.getElementById(focused.dataset.else ?? '');
    (same ?? other ?? mainButton(this.#current))?.focus({ preventScroll: true });
  }

  /** @param {HTMLInputElement} control @returns {HTMLElement | null} */
  #sameAs({ id, name, value }) {
    if (id) return document.getElementById(id);
    return this.#current.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  }

  /** The form that stands on the page now: another element, where the answer replaced it. */
  get #current() {
    return /** @type {HTMLFormElement} */ (document.getElementById(this.#form.id) ?? this.#form);
  }
}

/** @type {WeakMap<object, Sending>} */
const sendings = new WeakMap(); // by htmx's context of the request

export function startSending() {
  startTokens();
  on('htmx:config:request', configure);
  on('htmx:before:request', (ctx) => {
    const isSent = ctx.request.method === 'POST' && ctx.sourceElement.id !== 'preview';
    const form = isSent && ctx.sourceElement.closest('form');
    if (form) sendings.set(ctx, new Sending(ctx, form));
  });
  on('htmx:after:request', (ctx) => sendings.get(ctx)?.answered());
  on('htmx:before:swap', (ctx) => sendings.get(ctx)?.clear());
  // htmx enables the buttons right after this event.
  on('htmx:finally:request', (ctx) => queueMicrotask(() => sendings.get(ctx)?.finish()));
  // Back from where a form led to: the version and the token in it are old, and its buttons are still disabled.
  addEventListener(
    'pageshow',
    ({ persisted }) => persisted && document.querySelector('form[aria-busy]') && location.reload(),
  );
}

/** @param {string} name @param {(ctx: any, event: Event) => void} act */
const on = (name, act) =>
  document.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail.ctx, event));

/** `hx-post` would send every button of a form to one address; `formaction` and `formmethod` hold as without scripts.
 * @param {any} ctx @param {Event} event */
function configure(ctx, event) {
  const button = /** @type {HTMLButtonElement | undefined} */ (ctx.request.submitter);
  if (button?.formMethod === 'dialog') event.preventDefault(); // the button that Enter presses, which sends nothing
  ctx.request.action = button?.getAttribute('formaction') ?? ctx.request.action;
  if (ctx.sourceElement.matches('form[data-outbox]')) ctx.request.timeout = FREE_AFTER_MS;
  if (resent.has(ctx.sourceElement)) ctx.confirm = null; // the reporter said yes to the first one
}
