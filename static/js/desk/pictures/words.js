/** What is said of files that were added to a text, moved in it, or removed. */

import { gettext, ngettext } from '../../messages.js';
import { isDocument } from './documents.js';

/** @param {File[]} files */
export function addedWords(files) {
  const num = files.length;
  if (files.every(isDocument)) return ngettext('%(num)s document added.', '%(num)s documents added.', num);
  if (files.some(isDocument)) return ngettext('%(num)s file added.', '%(num)s files added.', num);
  return ngettext('%(num)s picture added.', '%(num)s pictures added.', num);
}

/** @param {HTMLElement} row @param {number} num its place now @param {number} all */
export const movedWords = (row, num, all) =>
  isDocumentRow(row)
    ? gettext('Document: now %(num)s of %(all)s.', { num, all })
    : gettext('Picture %(num)s of %(all)s.', { num, all });

/** @param {HTMLElement} row */
export const removedWords = (row) => (isDocumentRow(row) ? gettext('Document removed.') : gettext('Picture removed.'));

/** @param {HTMLElement} row */
const isDocumentRow = (row) => row.classList.contains('picture-document');
