/** Uploads the pictures and documents of a text that waits, so that the text can follow with their ids. */

import { valuesOf } from '../fields.js';
import { gettext } from '../../messages.js';
import { forgetFile, isLocal, keptFile } from '../pictures/kept-files.js';
import { Upload } from '../pictures/upload.js';
import { changeItem } from './store.js';

/** @typedef {import('./store.js').Item} Item */
/** @typedef {import('./attempt.js').Verdict} Verdict */

/** After each upload the device knows the new id: a picture leaves once.
 * @param {string} account @param {Item} item
 * @returns {Promise<Item | Verdict>} the text with the ids of the server, or what keeps it here */
export async function uploadPictures(account, item) {
  let text = item;
  for (const id of valuesOf(item.fields, 'media').filter(isLocal)) {
    const file = await keptFile(account, id);
    if (!file) return lost(item, id);
    const verdict = await new Upload(addressFor(item), file).send();
    if (verdict.kind !== 'there') return asVerdict(verdict, file);
    text = { ...text, fields: text.fields.map((field) => withId(field, id, verdict.id)) };
    text.fields.push([`version-${verdict.id}`, '1']);
    await changeItem(account, item.key, { fields: text.fields });
    await forgetFile(account, id);
  }
  return text;
}

/** @param {Item} item */
const addressFor = ({ visit }) => `/desk/visits/${encodeURIComponent(visit)}/media`;

/** @param {[string, string]} field @param {string} local @param {string} id @returns {[string, string]} */
function withId([name, value], local, id) {
  if (name === 'media') return [name, value === local ? id : value];
  return [name.endsWith(`-${local}`) ? `${name.slice(0, -local.length)}${id}` : name, value];
}

/** @param {import('../pictures/upload.js').Verdict} verdict @param {File} file @returns {Verdict} */
function asVerdict(verdict, { name }) {
  if (verdict.kind === 'away') return { kind: 'later', reason: 'sign-in', seconds: 0 };
  if (verdict.kind !== 'refused') return { kind: 'later', reason: 'connection', seconds: 0 };
  const colon = gettext(': ');
  return { kind: 'objected', objection: { sentence: `${name}${colon}${verdict.sentence}` } };
}

/** Its browser was told to forget what it had stored, or runs out of room. @param {Item} item @param {string} id @returns {Verdict} */
function lost(item, id) {
  const number = valuesOf(item.fields, 'media').filter(Boolean).indexOf(id) + 1;
  const sentence = gettext(
    'Picture or document %(number)s is no longer on this device. Edit the text and add it again.',
    {
      number,
    },
  );
  return { kind: 'objected', objection: { sentence } };
}
