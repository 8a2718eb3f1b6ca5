/** The row of a file that the server has, as long as it cannot be asked for its own: it keeps what was said of the file. */

import { gettext } from '../../messages.js';
import { rowIn } from './rows.js';

/** @typedef {import('../fields.js').Fields} Fields */

/** @param {HTMLTemplateElement} template of a waiting picture @param {string} id @param {Fields} fields of the text */
export function heldRow(template, id, fields) {
  const row = /** @type {HTMLElement} */ (rowIn(document.importNode(template.content, true)));
  Object.assign(row.dataset, { key: id, state: 'held' });
  Object.assign(/** @type {HTMLElement} */ (row.querySelector('[name=media]')), { value: id, defaultChecked: true });
  row.querySelector('canvas')?.remove();
  const said = document.createElement('p');
  said.textContent = gettext('Uploaded before. It goes with the text.');
  row.querySelector('.picture-fields')?.replaceChildren(said);
  const remove = row.querySelector('[data-deed=remove]');
  if (remove) remove.textContent = gettext('Remove');
  for (const [name, value] of fields.filter(([name]) => name.endsWith(`-${id}`))) {
    row.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  return row;
}

/** What it keeps. @param {HTMLElement} row @returns {Fields} */
export const fieldsOfHeld = (row) =>
  [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll('input[type=hidden]'))].map(
    ({ name, value }) => [name, value],
  );
