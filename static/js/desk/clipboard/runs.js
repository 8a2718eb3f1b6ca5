/** Writes pieces of text as Markdown that looks as they do: with stars and brackets where the server understands them. */

import { PLAIN } from './marks.js';

/** @typedef {import('./reader.js').Run} Run */
/** @typedef {'href' | 'bold' | 'italic' | 'struck'} Mark */

/** @type {Mark[]} */
const NESTING = ['href', 'bold', 'italic', 'struck'];
// In these scripts the server takes a star inside a word for a star, and one between punctuation and a letter too.
const LETTER = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\d]/u;
const FIRST_LETTER = new RegExp(`^${LETTER.source}`, 'u');
const LAST_LETTER = new RegExp(`${LETTER.source}$`, 'u');
const ADDRESS = /(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+/gi;
const SHORT = /^https?:\/\/[\w./?=&%#~+:@,;-]*[\w/]$/i; // an address that the server links as it stands

/** The Markdown of a paragraph; its lines are separated by line ends.
 * @param {Run[]} runs */
export function writeRuns(runs) {
  const text = wrapped(tidy(runs), NESTING);
  return text.replace(/^(?=#{2,6} )/gm, '\\');
}

/** Without empty pieces, runs of spaces, and spaces around line ends.
 * @param {Run[]} runs @returns {Run[]} */
function tidy(runs) {
  /** @type {Run[]} */
  const kept = [];
  for (const { ...run } of runs) {
    const last = kept.at(-1);
    run.text = run.text.replace(/[ \t]+/g, ' ').replace(/ ?\n ?/g, '\n');
    if (!last || /[\s]$/.test(last.text)) run.text = run.text.replace(/^[ \u00a0]+/, '');
    if (last && run.text.startsWith('\n')) last.text = last.text.replace(/[ \u00a0]+$/, '');
    if (!last) run.text = run.text.trimStart();
    if (last && isAlike(last, run)) last.text += run.text;
    else if (run.text) kept.push(run);
  }
  const end = kept.at(-1);
  if (end) end.text = end.text.trimEnd();
  return kept.filter(({ text }) => text !== '');
}

/** @param {Run} one @param {Run} other */
const isAlike = (one, other) => NESTING.every((mark) => one[mark] === other[mark]);

/** Takes a mark from the ends of where it holds, as far as Markdown could not end it there: from spaces, from
 * punctuation before a letter, from a part of a word.
 * @param {Run[]} runs @param {Mark} mark @returns {Run[]} */
function separable(runs, mark) {
  const groups = groupsOf(runs, mark);
  return groups.flatMap((group, index) => {
    const text = textOf(group);
    if (!group[0][mark]) return group;
    const before = textOf(groups[index - 1]);
    const after = textOf(groups[index + 1]);
    const [start, end] = mark === 'href' ? outerSpaces(text) : ends(text, before, after, mark);
    return [
      ...unmarked(cut(group, 0, start), mark),
      ...cut(group, start, end),
      ...unmarked(cut(group, end, text.length), mark),
    ];
  });
}

/** @param {string} text @param {string} before @param {string} after @param {Mark} mark @returns {[number, number]} */
function ends(text, before, after, mark) {
  let [start, end] = outerSpaces(text);
  if (start === 0 && LAST_LETTER.test(before)) {
    start = text.length - text.replace(/^[\p{P}\p{S}]+/u, '').length;
    const inWord = start === 0 && FIRST_LETTER.test(text) && (mark === 'italic' || /\s/.test(text));
    if (inWord) start = text.length - text.replace(/^\S+\s*/, '').length;
  }
  if (end === text.length && FIRST_LETTER.test(after)) {
    end = text.replace(/[\p{P}\p{S}]+$/u, '').length;
    if (end === text.length && LAST_LETTER.test(text) && mark === 'italic') end = text.replace(/\s*\S+$/, '').length;
  }
  return start < end ? [start, end] : [0, 0];
}

/** @param {string} text @returns {[number, number]} */
const outerSpaces = (text) => [text.length - text.trimStart().length, text.trimEnd().length];

/** @param {Run[]} runs @param {Mark} mark @returns {Run[]} */
const unmarked = (runs, mark) => runs.map((run) => ({ ...run, [mark]: PLAIN[mark] }));

/** The pieces from one character to another.
 * @param {Run[]} runs @param {number} start @param {number} end @returns {Run[]} */
function cut(runs, start, end) {
  let at = 0;
  return runs.flatMap((run) => {
    const text = run.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    at += run.text.length;
    return text ? [{ ...run, text }] : [];
  });
}

/** @param {Run[]} runs @param {Mark} mark @returns {Run[][]} neighbours for which it is the same */
function groupsOf(runs, mark) {
  /** @type {Run[][]} */
  const groups = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last && last[0][mark] === run[mark]) last.push(run);
    else groups.push([run]);
  }
  return groups;
}

/** @param {Run[] | undefined} runs */
const textOf = (runs) => (runs ?? []).map(({ text }) => text).join('');

/** @param {Run[]} runs @param {Mark[]} marks the outermost first @param {string} before what stands before it @returns {string} */
function wrapped(runs, [mark, ...inner], before = '') {
  if (!mark) {
    return escaped(
      textOf(runs),
      runs.some(({ href }) => href),
    );
  }
  return groupsOf(separable(runs, mark), mark).reduce((written, group) => {
    const value = group[0][mark];
    const content = wrapped(group, inner, value ? '' : before + written);
    if (!value) return written + content;
    if (mark === 'href') return written + linked(content, textOf(group), String(value), /(?:^|\s)$/.test(written));
    if (mark === 'struck') return `${written}~~${content}~~`;
    const sign = ((before + written).endsWith('*') ? '_' : '*').repeat(mark === 'bold' ? 2 : 1);
    return written + sign + content + sign;
  }, '');
}

/** An address that is its own text stands as it is, where the server links it.
 * @param {string} content @param {string} text @param {string} address @param {boolean} isAfterSpace */
function linked(content, text, address, isAfterSpace) {
  const plain = text.replace(/\/$/, '') === address.replace(/^mailto:|\/$/g, '');
  if (plain && (SHORT.test(text) || (address.startsWith('mailto:') && isAfterSpace))) return text;
  const target = address.replace(/[\s<>\\]/g, encodeURIComponent).replace(/&(?=#?\w+;)/g, '&amp;');
  return `[${content}](${/[()]/.test(target) ? `<${target}>` : target})`;
}

/** Text in which the characters that mean something in Markdown mean themselves; addresses are left alone.
 * @param {string} text @param {boolean} isLink */
function escaped(text, isLink) {
  if (isLink) return escapedPart(text).replace(/(?<!\\)[[\]]/g, '\\$&');
  let [result, at] = ['', 0];
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    result += escapedPart(text.slice(at, index)) + address;
    at = index + address.length;
  }
  return result + escapedPart(text.slice(at));
}

/** @param {string} text */
const escapedPart = (text) =>
  text
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/gm, '\\\\')
    .replace(/`/g, '\\`')
    .replace(/[*_]/g, (sign, at, whole) => {
      const around = [whole[at - 1] ?? sign, whole[at + 1] ?? sign];
      const harmless = sign === '*' ? /[\s\d]/ : /[\s\p{L}\p{N}]/u;
      const isHarmless =
        around.every((character) => harmless.test(character)) && isSpace(around[0]) === isSpace(around[1]);
      return isHarmless ? sign : `\\${sign}`;
    })
    .replace(/~(?=~)/g, '\\~')
    .replace(/<(?=[a-z][\w+.-]*:|[^\s>]+@|$)/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/\[(?=[^[\]]*\][(:[])/g, '\\[');

/** @param {string} character */
const isSpace = (character) => /\s/.test(character);
