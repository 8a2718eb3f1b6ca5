/** Finds choices by what somebody types: the beginnings of their words in any order, or their initials. */

/**
 * @typedef {object} Choice
 * @property {string} value what its field is set to
 * @property {string} label
 * @property {string} [detail] what is shown beside the label
 * @property {string} [group] what it belongs to
 * @property {string} [words] further words that find it
 */

// Letters that Unicode does not decompose.
const LATIN = { æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ß: 'ss', þ: 'th', ŋ: 'n', ħ: 'h' };
// Variants of a letter on Arabic and Persian keyboards, and the tatweel, which only stretches a word.
const ARABIC = { ی: 'ي', ى: 'ي', ک: 'ك', ة: 'ه', ە: 'ه', ٱ: 'ا', ـ: '' };
const LETTERS = { ...LATIN, ...ARABIC };
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}]+/gu;
// Scripts without spaces between words, where one may begin anywhere.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

/** Folds a text as the server does for its search: without case, accents, vowel marks and width.
 * @param {string} text */
export const fold = (text) =>
  text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(SPECIAL, (letter) => LETTERS[/** @type {keyof typeof LETTERS} */ (letter)])
    .replace(/['’ʼ`"״׳\p{Cf}]/gu, '');

/** The choices that match, the best first; all of them, in their order, for an empty query.
 * @param {Choice[]} choices @param {string} query @returns {Choice[]} */
export function found(choices, query) {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return query.trim() === '' ? choices : [];
  const ranked = choices.map((choice) => ({ choice, rank: rankOf(choice, wanted) }));
  return ranked
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .map(({ choice }) => choice);
}

/** Whether a query is the whole name of a choice.
 * @param {Choice} choice @param {string} query */
export const isNamed = (choice, query) => wordsOf(choice.label).join(' ') === wordsOf(query).join(' ');

/** @param {string} text */
const wordsOf = (text) => fold(text).match(WORD) ?? [];

/** 4 for the beginning of the name, 3 for other words of it, 2 for its initials, 1 for anything else, 0 for no match.
 * @param {Choice} choice @param {string[]} wanted */
function rankOf({ label, detail = '', group = '', words = '' }, wanted) {
  const name = wordsOf(label);
  if (hold(name, wanted)) return name.join(' ').startsWith(wanted.join(' ')) ? 4 : 3;
  const initials = name.map(([letter]) => letter).join('');
  if (wanted.length === 1 && wanted[0].length > 1 && initials.startsWith(wanted[0])) return 2;
  return hold([...name, ...wordsOf(`${detail} ${group} ${words}`)], wanted) ? 1 : 0;
}

/** Whether each wanted word begins one of the words.
 * @param {string[]} words @param {string[]} wanted */
const hold = (words, wanted) =>
  wanted.every((part) => words.some((word) => (UNSPACED.test(part) ? word.includes(part) : word.startsWith(part))));
