/** Takes over texts that cannot be sent now, so that the composer is free for the next one, and shows what waits. */

import { discardAtServer } from '../drafts/autosave-request.js';
import { forgetDraft, saveDraft } from '../drafts/drafts.js';
import { mainButton } from '../enter.js';
import { fieldsOf, fill, hasText } from '../fields.js';
import { freeze, isFrozen } from '../freezing.js';
import { newKey } from '../key.js';
import { gettext } from '../../messages.js';
import { showNotice } from '../notice.js';
import { listenToList, showItems } from './list.js';
import { OutboxQueue } from './queue.js';
import { addItem, changeItem, readItems, removeItem, stateOf, watchItems } from './store.js';

/** @typedef {import('./store.js').Item} Item */

const FORMS = 'form[data-outbox]';
const STORE_WITHIN_MS = 5_000; // some browsers never say that they cannot
const SHOW_AGAIN_MS = 30_000; // a text that waits becomes a question by time alone
const TEXTS = 'textarea, input:is([type=text], [type=datetime-local], [type=url])';

/** The texts of one account on this device; those of the page's visit are shown. */
class Outbox {
  #account;
  #visit = document.body.dataset.visit ?? '';
  #queue;
  /** @type {Item[]} */ #items = [];

  /** @param {string} account */
  constructor(account) {
    this.#account = account;
    this.#queue = new OutboxQueue(account, {
      changed: () => this.show(),
      sent: (item, message, posted) => this.#confirm(item, message, posted),
      objected: (_, sentence) => tell(sentence),
    });
    listenToList((deed, key) => this.#act(deed, key));
    watchItems(() => this.#follow());
    addEventListener('online', () => this.#queue.hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.#queue.hurry());
    setInterval(() => this.show(), SHOW_AGAIN_MS);
    this.#follow();
  }

  /** Whether a text that is sent now must queue behind others. */
  get hasWaiting() {
    return this.#items.some((item) => item.visit === this.#visit && stateOf(item) === 'waiting');
  }

  /** Stores the text of a form, empties the form, and sends the text as soon as that can be done.
   * @param {HTMLFormElement} form @param {HTMLButtonElement | null} button
   * @returns {Promise<boolean>} whether it is stored */
  async take(form, button) {
    const field = keyField(form);
    if (field && !field.value) field.value = newKey();
    const thaw = freeze(form);
    try {
      await within(STORE_WITHIN_MS, addItem(this.#account, itemOf(form, button, this.#visit)));
    } catch {
      return false;
    } finally {
      thaw();
    }
    forgetDraft(form);
    empty(form);
    focusText(form);
    tell(gettext('Not sent yet. It waits below and is sent by itself; write on.'));
    return true;
  }

  show() {
    showItems(
      this.#items.filter(({ visit }) => visit === this.#visit),
      this.#queue,
    );
  }

  async #follow() {
    this.#items = await readItems(this.#account).catch(() => []);
    this.show();
    this.#queue.run();
  }

  /** @param {Item} item @param {string} message @param {string} posted */
  #confirm(item, message, posted) {
    if (item.visit === this.#visit) announce('posted', posted);
    tell(message);
  }

  /** @param {import('./list.js').Deed} deed @param {string} key */
  async #act(deed, key) {
    const item = this.#items.find((item) => item.key === key);
    if (!item) return;
    if (deed === 'edit') return this.#edit(item);
    if (deed === 'discard') {
      discardAtServer(item.address.replace(/\/updates.*/, `/drafts/${encodeURIComponent(key)}`)); // it was saved there, too
      return removeItem(this.#account, key);
    }
    const { action = item.action, sure } = item.objection ?? {};
    const address = sure === undefined ? item.address : withAnswer(item.address, sure);
    await changeItem(this.#account, key, { address, action, objection: undefined, approvedAt: Date.now() });
    this.#queue.insist();
  }

  /** The text keeps its key: should the server have it after all, it says so. It leaves the list once the form holds it.
   * @param {Item} item */
  async #edit(item) {
    const form = /** @type {HTMLFormElement | null} */ (document.querySelector(FORMS));
    if (!form) return;
    if (hasText(form)) {
      return showNotice(form, gettext('There is another text in the form. Send it or save it as a draft first.'));
    }
    fill(form, item.fields);
    form.dataset.dirty = '';
    saveDraft(form);
    await removeItem(this.#account, item.key);
    /** @type {HTMLElement | null} */ (form.elements.namedItem('body'))?.focus();
  }
}

/** @type {Outbox | undefined} */
let outbox;

export function startOutbox() {
  const account = document.body.dataset.reporter;
  if (!account) return;
  outbox = new Outbox(account);
  document.addEventListener('submit', divert, true); // before htmx sends it
  document.addEventListener('htmx:after:swap', () => outbox?.show());
}

/** Call when a form did not get through. Resolves to false where the form has to keep its text.
 * @param {HTMLFormElement} form @param {HTMLElement | null} button */
export async function postpone(form, button) {
  const pressed = pressedIn(form, button);
  return Boolean(outbox && pressed && (await outbox.take(form, pressed)));
}

/** Where the browser knows that there is no connection, or where others wait, a text goes straight into the outbox.
 * @param {SubmitEvent} event */
function divert(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const pressed = pressedIn(form, event.submitter);
  const mustWait = !navigator.onLine || document.body.dataset.offline !== undefined || outbox?.hasWaiting;
  if (!pressed || !mustWait || !hasText(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isFrozen(form)) return; // pressed twice: the text is under way
  outbox?.take(form, pressed).then((isStored) => {
    if (!isStored) showNotice(form, gettext('This browser cannot save your text. Copy it before you leave.'));
  });
}

/** The button with which a form is sent; none for a preview, or where the form cannot wait.
 * @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
function pressedIn(form, submitter) {
  const button = /** @type {HTMLButtonElement | null} */ (submitter ?? mainButton(form));
  const sends = button?.name === 'action' && button.value !== 'preview' && button.formMethod !== 'dialog';
  const unnamed = /** @type {HTMLInputElement | null} */ (form.elements.namedItem('unnamed')); // is kept nowhere, so cannot wait
  return form.matches(FORMS) && sends && !unnamed?.value ? button : null;
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} button @param {string} visit @returns {Item} */
function itemOf(form, button, visit) {
  const at = Date.now();
  return {
    key: keyField(form)?.value ?? newKey(),
    visit,
    address: button?.getAttribute('formaction') ?? form.getAttribute('action') ?? '',
    action: button?.value ?? 'publish',
    fields: fieldsOf(form),
    seen: seenBy(form),
    at,
    approvedAt: at,
  };
}

/** Where the visitors were, and which banner there was, when the text was written. The offline page has what it knows in the form.
 * @param {HTMLFormElement} form @returns {Record<string, string>} */
function seenBy(form) {
  const here = document.getElementById('itinerary')?.dataset.here ?? form.dataset.here;
  const banner = document.getElementById('banner');
  const seq = banner ? (banner.dataset.seq ?? '') : form.dataset.banner;
  return { ...(here === undefined ? {} : { was_here: here }), ...(seq === undefined ? {} : { was_banner: seq }) };
}

/** @param {HTMLFormElement} form */
function empty(form) {
  form.reset();
  for (const leftover of form.querySelectorAll('.form-errors, .field-error, .form-question')) leftover.remove();
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(TEXTS))) {
    field.value = ''; // a form that came back refused has the text for its default
    field.removeAttribute('aria-invalid');
  }
  const key = keyField(form);
  if (key) key.value = newKey();
  form.dispatchEvent(new Event('dateline:filled', { bubbles: true }));
}

/** The next text can be typed at once. Whoever has gone on to something else stays there.
 * @param {HTMLFormElement} form */
function focusText(form) {
  const focused = document.activeElement;
  const isElsewhere = focused && focused !== document.body && !form.contains(focused);
  if (isElsewhere || focused?.matches('input, textarea')) return;
  /** @type {HTMLElement | null} */ (form.elements.namedItem('body'))?.focus({ preventScroll: true });
}

/** @param {HTMLFormElement} form */
const keyField = (form) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem('client_key'));

/** @param {string} address @param {string} sure */
function withAnswer(address, sure) {
  const answered = new URL(address, location.href);
  answered.searchParams.set('sure', sure);
  return answered.pathname + answered.search;
}

/** @template Done @param {number} ms @param {Promise<Done>} work @returns {Promise<Done>} rejects when it takes longer */
function within(ms, work) {
  const end = new Promise((_, reject) => {
    setTimeout(reject, ms);
  });
  return Promise.race([work, /** @type {Promise<never>} */ (end)]);
}

/** @param {string} message */
const tell = (message) => announce('message', message);

/** As the events of `HX-Trigger`. @param {string} name @param {string} value */
const announce = (name, value) => document.dispatchEvent(new CustomEvent(`dateline:${name}`, { detail: { value } }));
