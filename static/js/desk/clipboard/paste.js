/** Keeps the look of what is pasted into a Markdown text: bold, italic, links, lists, quotations, headings and tables. */

import { readClipboard } from './reader.js';
import { writeBlocks } from './markdown.js';
import { isComposing } from '../../composing.js';
import { insert } from '../inserting.js';
import { joinLines } from './wrapped-lines.js';

/** @typedef {import('./reader.js').Block} Block */
/** @typedef {import('./reader.js').Run} Run */

const WEB_ADDRESS = /^https?:\/\/[^\s()]+$/i;
const STRUCTURE = /^(?:- |\d+\. |> ?|#{2,6} |\|)/; // a beginning that means something only at the start of a line
const MARKER = /^\s*(?:-|\d+\.|>|#{2,6})\s*$/; // such a beginning alone, which waits for its words

let asPlainText = false; // the last key was Ctrl or ⌘ with Shift and V

export function startPaste() {
  document.addEventListener('keydown', (event) => {
    if (isComposing(event)) return;
    asPlainText = event.code === 'KeyV' && event.shiftKey && (event.ctrlKey || event.metaKey);
  });
  document.addEventListener('paste', (event) => {
    const { target } = event;
    const isOurs = target instanceof HTMLTextAreaElement && target.dataset.markdown !== undefined;
    if (!isOurs || target.readOnly || asPlainText || !event.clipboardData) return;
    const words = pasted(target, event.clipboardData);
    if (words === null) return;
    event.preventDefault();
    insert(target, words);
  });
}

/** What to insert; null leaves it to the browser.
 * @param {HTMLTextAreaElement} field @param {DataTransfer} data */
function pasted(field, data) {
  const text = data.getData('text/plain').replace(/\r\n?/g, '\n');
  const html = data.getData('text/html');
  const blocks = html ? readClipboard(html) : [];
  if (WEB_ADDRESS.test(text.trim())) return linkOver(field, text.trim());
  const written = isWritten(blocks);
  const words = joinLines(written ? writeBlocks(blocks) : text);
  const isApart = written && standsApart(blocks);
  return words && (isApart || words !== text) ? set(field, words, isApart) : null;
}

/** A single paragraph may be a few words for the sentence around the caret: many programs make one of whatever is copied.
 * @param {Block[]} blocks */
function standsApart(blocks) {
  const [first, ...more] = blocks.filter(({ type }) => type !== 'gap');
  return first.type !== 'paragraph' || more.length > 0;
}

/** Whether the HTML says more than the plain text, which an editor for programs or for Markdown only colours.
 * @param {Block[]} blocks */
const isWritten = (blocks) =>
  blocks.some((block) => block.type !== 'paragraph' && block.type !== 'gap') ||
  blocks.some(
    (block) => block.type === 'paragraph' && block.runs.some((run) => run.spaces !== 'pre' && run.text.trim()),
  );

/** A pasted address makes words that are selected a link, but not the address of a link.
 * @param {HTMLTextAreaElement} field @param {string} address */
function linkOver({ value, selectionStart, selectionEnd }, address) {
  const selected = value.slice(selectionStart, selectionEnd);
  const isWords = selected.trim() !== '' && !/[\n[\]]/.test(selected) && !WEB_ADDRESS.test(selected);
  return isWords && !value.slice(0, selectionStart).endsWith('](') ? `[${selected}](${address})` : null;
}

/** What is more than words gets a line of its own, and blocks a paragraph.
 * @param {HTMLTextAreaElement} field @param {string} words @param {boolean} isApart */
function set({ value, selectionStart, selectionEnd }, words, isApart) {
  const before = value.slice(0, selectionStart);
  const after = value.slice(selectionEnd);
  const [line, last] = [before.split('\n').at(-1) ?? '', words.split('\n').at(-1) ?? ''];
  const isBelow = STRUCTURE.test(words) ? line !== '' : isApart && line.trim() !== '' && !MARKER.test(line);
  const isAbove = (isApart && /^[^\n]*\S/.test(after)) || (STRUCTURE.test(last) && /^[^\n]/.test(after));
  return (isBelow ? '\n\n' : '') + words + (isAbove ? '\n\n' : '');
}
