/** Reads the HTML that other programs leave on the clipboard into blocks, without the traces of those programs. */

import { isHidden, markerIn, marksOf, parseClipboard, PLAIN, raised, styleOf, takeWordItem } from './marks.js';
import { isData, rowsOf } from './tables.js';

/**
 * A piece of text that looks the same throughout; `\n` is a line break. A paragraph that `isLine` stands right under
 * the one before it. The marker of an item is `-`, a number with a full stop, or what is shown; null goes on with the item before it.
 * @typedef {import('./marks.js').Marks} Marks
 * @typedef {Marks & {text: string}} Run
 * @typedef {{type: 'paragraph', runs: Run[], isLine: boolean}} Paragraph
 * @typedef {{type: 'heading', level: number, runs: Run[]}} Heading
 * @typedef {{type: 'item', level: number, marker: string | null, blocks: Block[]}} Item
 * @typedef {{type: 'quote', blocks: Block[]}} Quote
 * @typedef {{type: 'table', rows: Run[][][], hasHead: boolean}} Table
 * @typedef {Paragraph | Heading | Item | Quote | Table | {type: 'rule'} | {type: 'gap'}} Block
 */

const SKIPPED = new Set(
  'BUTTON CANVAS HEAD IFRAME INPUT LINK META NOSCRIPT OBJECT SCRIPT SELECT STYLE SVG TEMPLATE TEXTAREA TITLE'.split(
    ' ',
  ),
);
const LINES = new Set('ADDRESS CAPTION CENTER DD DIV DT LI TBODY TD TFOOT TH THEAD TR'.split(' '));
const PARAGRAPHS = new Set(
  'ARTICLE ASIDE BODY DETAILS DL FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER HGROUP MAIN NAV P PRE SECTION SUMMARY TABLE'.split(
    ' ',
  ),
);
const BLOCK_DISPLAYS = /^(?:block|flex|grid|list-item|table)/;
const QUOTES = /^(?:Mso(?:Intense)?Quote|Quote|IntenseQuote)/;
const INVISIBLE = /[\u00ad\u200b\ufeff]/g;
const EMOJI = /^\p{Extended_Pictographic}.{0,10}$/u; // mail programs draw them as pictures

/** Collects the blocks of an element. */
class Reader {
  /** @type {Block[]} */ #blocks = [];
  /** @type {Run[]} */ #runs = [];
  #level = 0; // of the list around

  constructor(level = 0) {
    this.#level = level;
  }

  /** @param {Node} parent @param {Marks} marks */
  read(parent, marks) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#say(node.textContent ?? '', marks);
      else if (node instanceof HTMLElement && !SKIPPED.has(node.tagName) && !isHidden(node)) this.#enter(node, marks);
    }
  }

  done() {
    this.#end(true);
    return this.#blocks;
  }

  /** @param {HTMLElement} element @param {Marks} around */
  #enter(element, around) {
    const { tagName, className } = element;
    const marks = marksOf(element, around);
    const small = raised(element);
    if (small) this.#runs.push({ ...marks, text: small });
    else if (className === 'Apple-converted-space') this.#say(' ', marks);
    else if (tagName === 'BR') this.#break(className, marks);
    else if (tagName === 'IMG') this.#say(EMOJI.test(altOf(element)) ? altOf(element) : '', marks);
    else if (tagName === 'HR') this.#add({ type: 'rule' });
    else if (/^H[1-6]$/.test(tagName)) this.#heading(element, marks);
    else if (tagName === 'UL' || tagName === 'OL') this.#list(element, marks);
    else if (tagName === 'TABLE' && isData(/** @type {HTMLTableElement} */ (element))) this.#table(element, marks);
    else if (tagName === 'BLOCKQUOTE' && !isIndented(element)) this.#quote(element, marks);
    else if (QUOTES.test(className) && tagName === 'P') this.#quote(element, marks);
    else this.#other(element, marks);
  }

  /** @param {HTMLElement} element @param {Marks} marks */
  #other(element, marks) {
    const { tagName } = element;
    const item = tagName === 'P' || tagName === 'DIV' ? takeWordItem(element) : null;
    if (item) return this.#item(element, marks, item.level, item.marker);
    const isLine = LINES.has(tagName) || tagName === 'BLOCKQUOTE' || BLOCK_DISPLAYS.test(styleOf(element)('display'));
    if (!isLine && !PARAGRAPHS.has(tagName)) {
      if (tagName === 'Q') this.#say('“', marks);
      this.read(element, marks);
      if (tagName === 'Q') this.#say('”', marks);
      return undefined;
    }
    this.#end(true);
    this.read(element, marks);
    return this.#end(isLine);
  }

  /** @param {HTMLElement} element @param {Marks} marks */
  #heading(element, marks) {
    const runs = this.#within(element, { ...marks, bold: false }).flatMap(runsOf);
    const level = Number(element.tagName[1]);
    const plain = runs.map((run) => ({ ...run, bold: false, text: run.text.replaceAll('\n', ' ') }));
    if (hasWords(plain)) this.#add({ type: 'heading', level, runs: plain });
  }

  /** @param {HTMLElement} element @param {Marks} marks */
  #quote(element, marks) {
    const blocks = this.#within(element, marks);
    this.#end(true);
    const last = this.#blocks.at(-1);
    if (last?.type === 'quote' && element.tagName === 'P') last.blocks.push(...blocks);
    else if (blocks.length > 0) this.#blocks.push({ type: 'quote', blocks });
  }

  /** Google Docs puts a list inside a list, others inside an item; some say the level in `aria-level`.
   * @param {HTMLElement} list @param {Marks} marks */
  #list(list, marks) {
    this.#end(true);
    this.#level += 1;
    let number = Number(list.getAttribute('start') ?? 1) - 1;
    for (const child of list.children) {
      if (!(child instanceof HTMLElement) || isHidden(child)) continue;
      if (child.tagName !== 'LI') {
        this.#enter(child, marks);
        continue;
      }
      number = Number(child.getAttribute('value')) || number + 1;
      const level = Number(child.getAttribute('aria-level') ?? child.dataset.ariaLevel) || this.#level;
      this.#item(child, marksOf(child, marks), level, markerIn(child, list, number));
    }
    this.#end(true);
    this.#level -= 1;
  }

  /** @param {HTMLElement} element @param {Marks} marks @param {number} level @param {string} marker */
  #item(element, marks, level, marker) {
    this.#end(true);
    /** @type {string | null} */
    let next = marker;
    for (const block of this.#within(element, marks, level)) {
      const last = this.#blocks.at(-1);
      if (block.type === 'gap' && next !== null) continue;
      if (block.type === 'item') this.#blocks.push(block);
      else if (next === null && last?.type === 'item' && last.level === level) last.blocks.push(block);
      else this.#blocks.push({ type: 'item', level, marker: next, blocks: [block] });
      next = null;
    }
  }

  /** @param {HTMLElement} element @param {Marks} marks */
  #table(element, marks) {
    const read = (/** @type {HTMLElement} */ cell) =>
      this.#within(cell, marksOf(cell, marks))
        .map((block) => inline(block))
        .filter(hasWords)
        .flatMap((runs, index) => (index > 0 ? [{ ...PLAIN, text: ' ' }, ...runs] : runs));
    const table = rowsOf(/** @type {HTMLTableElement} */ (element), read);
    if (table.rows.length > 0) this.#add({ type: 'table', ...table });
  }

  /** @param {HTMLElement} element @param {Marks} marks */
  #within(element, marks, level = this.#level) {
    const reader = new Reader(level);
    reader.read(element, marks);
    return reader.done();
  }

  /** @param {string} text @param {Marks} marks */
  #say(text, marks) {
    const kept = marks.spaces ? text.replace(/\r\n?/g, '\n') : text.replace(/[ \t\r\n\f]+/g, ' ');
    const clean = kept.replace(INVISIBLE, '').replace(/\u00a0(?=[ \u00a0])|(?<=[ \u00a0])\u00a0/g, ' ');
    if (clean) this.#runs.push({ ...marks, text: clean });
  }

  /** @param {string} className @param {Marks} marks */
  #break(className, marks) {
    if (!className.includes('Apple-interchange-newline')) this.#runs.push({ ...marks, text: '\n' });
  }

  /** @param {Block} block */
  #add(block) {
    this.#end(true);
    this.#blocks.push(block);
  }

  /** Ends the paragraph that was being read; an empty line, or two line breaks, end one too.
   * @param {boolean} isLine */
  #end(isLine) {
    const runs = this.#runs;
    this.#runs = [];
    const paragraphs = splitRuns(runs);
    for (const [index, paragraph] of paragraphs.entries()) {
      if (index > 0) this.#blocks.push({ type: 'gap' });
      if (hasWords(paragraph)) this.#blocks.push({ type: 'paragraph', runs: paragraph, isLine });
    }
    if (!isLine || (runs.length > 0 && !hasWords(runs) && runs.some(({ text }) => text.includes('\n')))) {
      this.#blocks.push({ type: 'gap' });
    }
  }
}

/** @param {string} html @returns {Block[]} */
export function readClipboard(html) {
  const reader = new Reader();
  reader.read(parseClipboard(html), PLAIN);
  return reader.done();
}

/** @param {Run[]} runs @returns {Run[][]} */
function splitRuns(runs) {
  /** @type {Run[][]} */
  const paragraphs = [[]];
  let blank = false; // after a line break, with nothing but spaces since
  for (const run of runs) {
    for (const part of run.text.split(/(\n)/)) {
      const isBreak = part === '\n';
      if (isBreak && blank) paragraphs.push([]);
      else if (part) paragraphs.at(-1)?.push({ ...run, text: part });
      if (part.trim() || isBreak) blank = isBreak;
    }
  }
  return paragraphs;
}

/** @param {Run[]} runs */
const hasWords = (runs) => runs.some(({ text }) => text.trim() !== '');

/** @param {Block} block @returns {Run[]} */
const runsOf = (block) => ('runs' in block ? block.runs : []);

/** The text of a block on one line of a table.
 * @param {Block} block @returns {Run[]} */
function inline(block) {
  if (block.type !== 'item' && block.type !== 'quote') return runsOf(block);
  return block.blocks.flatMap((inner) => inline(inner));
}

/** Mail programs indent with a quotation that has no border.
 * @param {HTMLElement} element */
const isIndented = (element) => /\bnone\b/.test(`${styleOf(element)('border')} ${styleOf(element)('border-style')}`);

/** @param {HTMLElement} element */
const altOf = (element) => element.getAttribute('alt') ?? '';
