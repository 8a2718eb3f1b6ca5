/** Writes the blocks of a clipboard as Markdown. */

import { writeRuns } from './runs.js';

/** @typedef {import('./reader.js').Block} Block */
/** @typedef {import('./reader.js').Item} Item */
/** @typedef {import('./reader.js').Table} Table */

const LIST_MARKER = /^(?:-|\d{1,3}\.)$/; // those that Markdown knows; others are text

/** How far the items of a list and what belongs to them are indented, by their levels. */
class Indents {
  /** @type {{level: number, width: number}[]} */ #around = [];

  clear() {
    this.#around = [];
  }

  /** @param {number} level @param {number | null} width of the marker; null goes on with the item of this level
   * @returns {[string, string]} the indentation of the marker, and of what the item contains */
  at(level, width) {
    this.#around = this.#around.filter((item) => item.level < level || (width === null && item.level === level));
    const before = this.#sum();
    if (width !== null) this.#around.push({ level, width });
    return [' '.repeat(before), ' '.repeat(this.#sum())];
  }

  #sum() {
    return this.#around.reduce((sum, { width }) => sum + width, 0);
  }
}

/** @param {Block[]} blocks @returns {string} */
export function writeBlocks(blocks) {
  let [written, last] = ['', /** @type {Block | null} */ (null)];
  const indents = new Indents();
  for (const block of blocks) {
    const text = block.type === 'item' ? writeItem(block, indents) : writeBlock(block);
    if (block.type !== 'item') indents.clear();
    if (text && written) written += last && isRightBelow(last, block) ? '\n' : '\n\n';
    written += text;
    last = block;
  }
  return written;
}

/** @param {Block} above @param {Block} below */
function isRightBelow(above, below) {
  if (above.type === 'paragraph' && below.type === 'paragraph') return above.isLine && below.isLine;
  return above.type === 'item' && below.type === 'item' && below.marker !== null;
}

/** @param {Exclude<Block, Item>} block @returns {string} */
function writeBlock(block) {
  if (block.type === 'rule') return '---';
  if (block.type === 'gap') return '';
  if (block.type === 'table') return writeTable(block);
  if (block.type === 'quote') return writeBlocks(block.blocks).replace(/^/gm, '> ').replace(/^> $/gm, '>');
  if (block.type === 'paragraph') return writeRuns(block.runs);
  return `${'#'.repeat(Math.min(4, Math.max(2, block.level)))} ${writeRuns(block.runs)}`;
}

/** @param {Item} item @param {Indents} indents @returns {string} */
function writeItem({ level, marker, blocks }, indents) {
  const goesOn = marker === null;
  const sign = marker ? `${marker} ` : '';
  const width = LIST_MARKER.test(marker ?? '') ? sign.length : 0;
  const [before, inside] = indents.at(level, goesOn ? null : width);
  const [first, ...more] = writeBlocks(blocks).split('\n');
  const start = goesOn ? inside : before + sign;
  return [start + first, ...more.map((line) => (line ? inside + line : ''))].join('\n');
}

/** @param {Table} table */
function writeTable({ rows, hasHead }) {
  const lines = rows.map((row) => row.map((cell) => writeRuns(cell).replaceAll('\n', ' ').replaceAll('|', '\\|')));
  const head = hasHead ? lines.shift() : undefined;
  const width = rows[0].length;
  const all = [head ?? Array(width).fill(''), Array(width).fill('---'), ...lines];
  return all.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
