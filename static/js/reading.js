/** Finds the lines of text in view, and how far the same words have moved after a change. */

const PROBE_STEP_PX = 16; // no line is lower, so that none is missed
const WORDS = 48; // the characters that identify a place in a text
const REPLACED_AS_ONE = '[data-update], [data-pinned], [id]'; // what a change replaces or morphs as a whole
const WITHOUT_WORDS = 'img, video, iframe, svg, canvas';

/** @typedef {() => number | null} Mark how many pixels down it has moved; null when it is gone */
/** @typedef {{node: Text, start: number}} Piece */
/** @typedef {{all: string, pieces: Piece[]}} Words the words of an element, and where in them each of its text nodes begins */

/** @param {Element} element @returns {Mark} */
export function markOf(element) {
  const { top } = element.getBoundingClientRect();
  return () =>
    element.isConnected && element.getClientRects().length > 0 ? element.getBoundingClientRect().top - top : null;
}

/**
 * A mark for each line in view, from the first that the upper edge does not cut off. Marks follow words, because an element
 * that begins above the view, or gets other words, says nothing about the lines that are being read.
 * @param {number} x @returns {Mark[]}
 */
export function marksInView(x) {
  /** @type {Map<Element, Words>} */
  const known = new Map();
  const marks = [];
  let last = 0; // the top of the line that was marked last
  for (let y = 1; y < innerHeight; y += PROBE_STEP_PX) {
    const element = document.elementFromPoint(x, y);
    if (!element || floats(element)) continue;
    if (element.matches(WITHOUT_WORDS)) marks.push(markOf(element));
    const caret = caretAt(x, y);
    const top = caret && topOf(caret.node, caret.offset);
    if (!caret || top === null || top < last || Math.abs(top - y) > 4 * PROBE_STEP_PX) continue;
    last = top + 1;
    const mark = wordsMark(caret.node, caret.offset, top, known);
    if (mark) marks.push(mark);
  }
  return marks;
}

/**
 * @param {Text} node @param {number} offset @param {number} top
 * @param {Map<Element, Words>} known @returns {Mark | null}
 */
function wordsMark(node, offset, top, known) {
  const root = node.parentElement?.closest(REPLACED_AS_ONE);
  if (!root) return null;
  if (!known.has(root)) known.set(root, wordsOf(root));
  const before = /** @type {Words} */ (known.get(root));
  const at = startOf(before, node) + offset;
  const words = before.all.slice(at, Math.min(at + WORDS, endOfBlock(before, node)));
  if (!words.trim()) return null;
  const selector = selectorOf(root);
  return () => {
    const place = root.isConnected ? root : document.querySelector(selector);
    if (!place) return null;
    const after = wordsOf(place);
    const here = found(after.all, words, before.all, at);
    if (here < 0) return null;
    const piece = after.pieces.findLast(({ start }) => start <= here);
    const now = piece ? topOf(piece.node, here - piece.start) : null;
    return now === null ? null : now - top;
  };
}

/** @param {number} x @param {number} y @returns {{node: Text, offset: number} | null} the first letter at or after a point */
function caretAt(x, y) {
  const position = document.caretPositionFromPoint?.(x, y);
  const range = position ? null : document.caretRangeFromPoint?.(x, y); // Safari before 26
  const node = position?.offsetNode ?? range?.startContainer;
  if (!(node instanceof Text)) return null;
  const from = position?.offset ?? range?.startOffset ?? 0;
  const ahead = node.data.slice(from).search(/\S/);
  if (ahead >= 0) return { node, offset: from + ahead };
  const behind = node.data.trimEnd().length - 1;
  return behind >= 0 ? { node, offset: behind } : null;
}

/** @param {Text} node @param {number} offset @returns {number | null} null where it is not shown */
function topOf(node, offset) {
  const range = document.createRange();
  range.setStart(node, offset);
  range.setEnd(node, Math.min(offset + 1, node.length));
  const [box] = range.getClientRects();
  return box ? box.top : null;
}

/** @param {Element} root @returns {Words} */
function wordsOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Piece[]} */
  const pieces = [];
  let all = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    pieces.push({ node: /** @type {Text} */ (node), start: all.length });
    all += /** @type {Text} */ (node).data;
  }
  return { all, pieces };
}

/** @param {Words} words @param {Text} node */
const startOf = ({ pieces }, node) => pieces.find((piece) => piece.node === node)?.start ?? 0;

/** Where the paragraph of a text node ends: another one may follow it after the change.
 * @param {Words} words @param {Text} node */
function endOfBlock({ all, pieces }, node) {
  let block = node.parentElement;
  while (block && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
  const next = pieces
    .slice(pieces.findIndex((piece) => piece.node === node))
    .find((piece) => !block?.contains(piece.node));
  return next?.start ?? all.length;
}

/** Where words are in a text; of several places the one whose surroundings have changed least.
 * @param {string} text @param {string} words @param {string} before the text before the change @param {number} at where they were in it */
function found(text, words, before, at) {
  let best = -1;
  let most = 0;
  for (let place = text.indexOf(words); place >= 0; place = text.indexOf(words, place + 1)) {
    const alike = agreement(text, place, before, at, 1) + agreement(text, place - 1, before, at - 1, -1);
    if (alike > most) [best, most] = [place, alike];
  }
  return best;
}

/** How many characters two texts have in common, forwards or backwards from a place in each.
 * @param {string} one @param {number} i @param {string} other @param {number} j @param {1 | -1} step */
function agreement(one, i, other, j, step) {
  let count = 0;
  while (one[i] !== undefined && one[i] === other[j]) {
    count += 1;
    i += step;
    j += step;
  }
  return count;
}

/** @param {Element} root */
function selectorOf({ id, attributes }) {
  if (id) return `#${CSS.escape(id)}`;
  const name = ['data-update', 'data-pinned'].find((each) => attributes.getNamedItem(each)) ?? '';
  return `[${name}="${CSS.escape(attributes.getNamedItem(name)?.value ?? '')}"]`;
}

/** A sticky or fixed element stays in place whatever happens, so it says nothing about the text.
 * @param {Element} element */
function floats(element) {
  for (let node = /** @type {Element | null} */ (element); node; node = node.parentElement) {
    if (/fixed|sticky/.test(getComputedStyle(node).position)) return true;
  }
  return false;
}
