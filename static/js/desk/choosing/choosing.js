/** Gives the fields of the desk that have something to choose from their comboboxes, and keeps the two in step. */

import { startAdding } from './adding.js';
import { BylineField } from './byline-field.js';
import { MentionField } from './mention-field.js';
import { SpeakerField } from './speaker-field.js';
import { TopicsField } from './topics-field.js';

/** @typedef {{show: () => unknown, sync: () => void}} ShownField */

const FIELDS = {
  'select[data-choose]': SpeakerField,
  'fieldset.field-topics': TopicsField,
  'details.byline-field': BylineField,
  'textarea[data-mentions]': MentionField,
};

/** @type {Map<Element, ShownField>} */
const shown = new Map();

/** Where the library does not load, the plain fields stay. */
export async function startChoosing() {
  startAdding();
  if (!document.querySelector(Object.keys(FIELDS).join())) return;
  const { default: Nav } = await import('../../../vendor/combobox-nav-3.0.2.js');
  const showAll = () => show(Nav);
  for (const name of ['htmx:after:swap', 'dateline:learned']) document.addEventListener(name, showAll);
  document.addEventListener('dateline:filled', sync);
  document.addEventListener('reset', () => queueMicrotask(sync)); // the event comes before the fields change
  showAll();
}

/** @param {import('./combobox.js').NavClass} Nav */
function show(Nav) {
  for (const element of shown.keys()) if (!element.isConnected) shown.delete(element);
  for (const [selector, Field] of Object.entries(FIELDS)) {
    for (const element of document.querySelectorAll(selector)) {
      const field = shown.get(element) ?? new Field(Nav, /** @type {any} */ (element));
      shown.set(element, field);
      field.show();
    }
  }
}

const sync = () => shown.forEach((field) => field.sync());
