/** Computes what a formatting command changes in a Markdown text: bold, italic, a quotation, a list, a link. */

/**
 * A text field's text with its selection, and a change of it: `words` replace what stands from `from` to `to`; then the
 * characters from `start` to `end` are selected.
 * @typedef {{text: string, start: number, end: number}} Selected
 * @typedef {{from: number, to: number, words: string, start: number, end: number}} Change
 */

const ADDRESS = 'address'; // to be replaced; the server refuses a link to it
const WEB_ADDRESS = /^https?:\/\/\S+$/i;
const NUMBER_OF_STARS = { bold: 2, italic: 1 };
const LINE_MARKS = { quote: /^> ?/, list: /^[-*+] / };
const LINE_STARTS = { quote: '> ', list: '- ' };
// A browser without it can still format what is selected.
const words = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'word' }) : null;

/** @typedef {'bold' | 'italic' | 'quote' | 'list' | 'link'} Command */

/** @param {Command} command @param {Selected} selected @returns {Change} */
export function format(command, selected) {
  if (command === 'link') return linked(selected);
  if (command === 'bold' || command === 'italic') return emphasised(trimmed(selected), NUMBER_OF_STARS[command]);
  return marked(selected, command);
}

/** Sets the selection between stars, line by line, or takes them away. Without a selection: the word around the caret.
 * @param {Selected} selected @param {number} stars @returns {Change} */
function emphasised(selected, stars) {
  const { text } = selected;
  const mark = '*'.repeat(stars);
  if (selected.start === selected.end) {
    const word = wordAround(selected);
    if (word) return moved(emphasised({ text, ...word }, stars), selected.start - word.start);
    const isEmpty = starsBefore(text, selected.start) === stars && starsAfter(text, selected.end) === stars;
    return isEmpty ? without(selected, stars) : between(selected, mark, mark);
  }
  if (hasStars(starsBefore(text, selected.start), stars) && hasStars(starsAfter(text, selected.end), stars)) {
    return without(selected, stars);
  }
  const { start, end } = selected;
  const inner = text.slice(start, end);
  const lines = inner
    .split('\n')
    .map((line) => /^(\s*(?:> |[-*+] |\d+\. )*)(.*?)(\s*)$/.exec(line) ?? ['', '', '', '']);
  const written = lines.filter((line) => line[2] !== '');
  const isDone = written.every(
    ([, , line]) => hasStars(starsAfter(line, 0), stars) && hasStars(starsBefore(line, line.length), stars),
  );
  const changed = lines.map(([, before, line, after]) => {
    if (line === '') return before + after;
    return before + (isDone ? line.slice(stars, -stars) : mark + line + mark) + after;
  });
  const result = changed.join('\n');
  if (isDone || lines.length > 1) return { from: start, to: end, words: result, start, end: start + result.length };
  return between(selected, mark, mark);
}

/** Begins every line of the selection with a mark, or takes it away when all have it.
 * @param {Selected} selected @param {'quote' | 'list'} command @returns {Change} */
function marked({ text, start, end }, command) {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const [pattern, mark] = [LINE_MARKS[command], LINE_STARTS[command]];
  const counts = (/** @type {string} */ line) => lines.length === 1 || line.trim() !== '' || command === 'quote';
  const isDone = lines.filter(counts).every((line) => pattern.test(line));
  const changed = lines.map((line) => {
    if (!counts(line)) return line;
    return isDone ? line.replace(pattern, '') : (mark + line).replace(/^> $/, lines.length > 1 ? '>' : '> ');
  });
  const result = changed.join('\n');
  if (start !== end) return { from, to, words: result, start: from, end: from + result.length };
  const caret = Math.max(from, start + changed[0].length - lines[0].length);
  return { from, to, words: result, start: caret, end: caret };
}

/** Makes the selection a link, and selects what is still missing: its words or its address.
 * @param {Selected} selected @returns {Change} */
function linked(selected) {
  const { text, start, end } = trimmed(selected);
  const inner = text.slice(start, end);
  if (WEB_ADDRESS.test(inner)) {
    return { from: start, to: end, words: `[](${inner})`, start: start + 1, end: start + 1 };
  }
  const result = `[${inner}](${ADDRESS})`;
  if (!inner) return { from: start, to: end, words: result, start: start + 1, end: start + 1 };
  const address = start + result.length - 1 - ADDRESS.length;
  return { from: start, to: end, words: result, start: address, end: address + ADDRESS.length };
}

/** @param {Selected} selected @param {string} before @param {string} after @returns {Change} */
function between({ text, start, end }, before, after) {
  const inner = text.slice(start, end);
  const at = start + before.length;
  return { from: start, to: end, words: before + inner + after, start: at, end: at + inner.length };
}

/** @param {Selected} selected @param {number} stars the number around the selection that goes @returns {Change} */
function without({ text, start, end }, stars) {
  const inner = text.slice(start, end);
  return { from: start - stars, to: end + stars, words: inner, start: start - stars, end: end - stars };
}

/** The same change with the caret where it was in the word.
 * @param {Change} change @param {number} offset @returns {Change} */
const moved = (change, offset) => ({ ...change, start: change.start + offset, end: change.start + offset });

/** @param {Selected} selected @returns {Selected} without the spaces and line ends around it */
function trimmed({ text, start, end }) {
  const inner = text.slice(start, end);
  if (!inner.trim()) return { text, start: end, end };
  return { text, start: start + (inner.length - inner.trimStart().length), end: start + inner.trimEnd().length };
}

/** The word that the caret is in, not before or behind; also in Chinese, which has no spaces.
 * @param {Selected} selected */
function wordAround({ text, start }) {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from).split('\n', 1)[0];
  const found = words?.segment(line).containing(start - from);
  if (!found?.isWordLike || from + found.index === start) return null;
  return { start: from + found.index, end: from + found.index + found.segment.length };
}

/** Whether so many stars contain those of this emphasis: three are bold and italic.
 * @param {number} found @param {number} stars */
const hasStars = (found, stars) => found === stars || found === 3;

/** @param {string} text @param {number} end */
const starsBefore = (text, end) => /\**$/.exec(text.slice(0, end))?.[0].length ?? 0;

/** @param {string} text @param {number} start */
const starsAfter = (text, start) => /^\**/.exec(text.slice(start))?.[0].length ?? 0;
