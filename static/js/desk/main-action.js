/**
 * Keeps the label of a form's main button true: while an embargo is chosen, `#main-action` keeps the update under it, while a
 * time is filled in, it schedules the update for that time, and what cannot leave at once says so.
 */

import { gettext } from '../messages.js';
import { isKnown, words } from '../moments.js';

const RTL = /[\u0590-\u08ff]/;
/** The typed time: `2010-03-04T18:10`. */
const TYPED = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;

export function startMainAction() {
  for (const name of ['input', 'change', 'focusin', 'dateline:filled']) {
    document.addEventListener(name, ({ target }) => show(/** @type {HTMLElement} */ (target).closest?.('form')));
  }
  // Without a connection, and behind others, a text goes into the outbox.
  for (const name of ['online', 'offline']) addEventListener(name, showMain);
  document.addEventListener('dateline:outbox', showMain);
  for (const name of ['htmx:after:swap', 'dateline:heard']) document.addEventListener(name, showMain);
  showMain();
  document.addEventListener('reset', ({ target }) =>
    queueMicrotask(() => show(/** @type {HTMLFormElement} */ (target))),
  );
}

const showMain = () => show(/** @type {HTMLButtonElement | null} */ (document.getElementById('main-action'))?.form);

/** @param {HTMLFormElement | null | undefined} form */
function show(form) {
  const button = /** @type {HTMLButtonElement | null | undefined} */ (form?.querySelector('#main-action[data-label]'));
  if (!form || !button || button.ariaBusy === 'true') return; // it says "Sending…"
  const { action, label } = chosenIn(form, button);
  button.value = action;
  const said = delayIn(form) || label;
  if (button.textContent !== said) button.textContent = said;
}

/** What the button does with what is filled in, and how it says so.
 * @param {HTMLFormElement} form @param {HTMLButtonElement} button */
function chosenIn(form, button) {
  const { holds, places } = button.dataset; // without them nothing can be held or scheduled now
  if (holds !== undefined && isHeld(form)) return { action: 'hold', label: gettext('Keep under embargo') };
  const time = places ? timeIn(form, JSON.parse(places)) : '';
  if (time) return { action: 'schedule', label: gettext('Schedule for %(time)s', { time }) };
  return { action: button.dataset.action ?? '', label: button.dataset.label ?? '' };
}

/** What keeps a text of this form from leaving at once, in the words of the button; empty when nothing does.
 * @param {HTMLFormElement} form */
function delayIn(form) {
  if (!form.matches('[data-outbox]')) return '';
  if (!navigator.onLine || document.body.dataset.offline !== undefined) return gettext('Send when online');
  const isBehind = document.querySelector('#outbox :is([data-state=waiting], [data-state=sending])');
  return isBehind ? gettext('Send after the others') : '';
}

/**
 * The time that is filled in, as `local_time` in `blog/newsroom/times.py` writes it: with its day unless that is today.
 * @param {HTMLFormElement} form
 * @param {Record<string, [string, string]>} places city and zone of each dateline
 */
function timeIn(form, places) {
  const [, year, month, day, hour, minute] = TYPED.exec(valueOf(form, 'publish_at')) ?? [];
  if (!year) return '';
  const [name, zone] = places[valueOf(form, 'stop')] ?? ['UTC', 'UTC'];
  // The numbers beside it would change places with a name in letters of the other direction.
  const city = RTL.test(name) === (document.dir === 'rtl') ? name : `\u2068${name}\u2069`;
  const noon = `${year}-${month}-${day}T12:00:00Z`;
  const time = `${words(`${year}-${month}-${day}T${hour}:${minute}:00Z`, 'UTC', 'clock')} ${city}`;
  const today = words(new Date().toISOString(), isKnown(zone) ? zone : 'UTC', 'date');
  const date = words(noon, 'UTC', 'date');
  if (date === today) return time;
  return time + gettext(', ') + (today.includes(String(Number(year))) ? words(noon, 'UTC', 'day') : date);
}

/** @param {HTMLFormElement} form @param {string} name */
const valueOf = (form, name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name))?.value ?? '';

/** Whether an embargo is chosen. @param {HTMLFormElement} form */
const isHeld = (form) => /** @type {HTMLSelectElement | null} */ (form.querySelector('select[data-holds]'))?.value;
