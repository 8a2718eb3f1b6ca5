/** Reads what an element of a clipboard's HTML says about its text: bold, italic, struck out, a link, hidden, a list item. */

/**
 * How a piece of text looks. `spaces` is what CSS calls `white-space`, where that keeps line ends.
 * @typedef {{bold: boolean, italic: boolean, struck: boolean, href: string, spaces: string}} Marks
 */

/** @type {Marks} */
export const PLAIN = { bold: false, italic: false, struck: false, href: '', spaces: '' };

const BOLD = new Set(['B', 'STRONG']);
const ITALIC = new Set(['I', 'EM', 'CITE', 'DFN', 'VAR']);
const STRUCK = new Set(['S', 'STRIKE', 'DEL']);
const FIRST_BOLD_WEIGHT = 600;
const FULL_ADDRESS = /^(?:https?:\/\/|mailto:)\S/i;
const RAISED = ['0123456789+-=()', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾'];
const LOWERED = ['0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'];

/**
 * The document, which runs, loads and styles nothing: the page's policy does not allow styles in elements, so they are
 * kept aside, where `styleOf` finds them with the properties that only Word knows.
 * @param {string} html
 */
export function parseClipboard(html) {
  const inert = html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='));
  return new DOMParser().parseFromString(inert, 'text/html').body;
}

/** @param {Element} element @returns {(property: string) => string} */
export function styleOf(element) {
  const written = element instanceof HTMLElement ? (element.dataset.style ?? '') : '';
  const parts = written.split(';').map((part) => part.split(':'));
  const properties = new Map(parts.map(([name, ...value]) => [name.trim().toLowerCase(), value.join(':').trim()]));
  return (property) => (properties.get(property) ?? '').toLowerCase();
}

/** The marks of an element's text, by its name and by its style, which wins: Google Docs wraps all in a `<b>` that is not bold.
 * @param {HTMLElement} element @param {Marks} marks those around it @returns {Marks} */
export function marksOf(element, marks) {
  const { tagName } = element;
  const style = styleOf(element);
  const address = tagName === 'A' ? (element.getAttribute('href') ?? '').trim() : '';
  const struck = `${style('text-decoration')} ${style('text-decoration-line')}`.includes('line-through');
  const spaces = style('white-space') || (tagName === 'PRE' && 'pre') || marks.spaces;
  return {
    bold: isBold(style('font-weight')) ?? (BOLD.has(tagName) || marks.bold),
    italic: style('font-style') ? style('font-style') !== 'normal' : ITALIC.has(tagName) || marks.italic,
    struck: struck || STRUCK.has(tagName) || marks.struck,
    href: FULL_ADDRESS.test(address) ? address : marks.href,
    spaces: /^(?:pre|break)/.test(spaces) ? spaces : '',
  };
}

/** @param {string} weight @returns {boolean | undefined} undefined where the style does not say */
function isBold(weight) {
  if (!/^(?:bold|normal|light|\d)/.test(weight)) return undefined;
  return weight.startsWith('bold') || Number.parseInt(weight, 10) >= FIRST_BOLD_WEIGHT;
}

/** @param {HTMLElement} element */
export function isHidden(element) {
  const style = styleOf(element);
  return (
    element.hidden || style('display') === 'none' || style('visibility') === 'hidden' || style('mso-hide') === 'all'
  );
}

/** The level and the marker of a list item that Word writes as a paragraph; the marker is removed from it.
 * @param {HTMLElement} paragraph @returns {{level: number, marker: string} | null} */
export function takeWordItem(paragraph) {
  const level = /level(\d)/.exec(styleOf(paragraph)('mso-list'));
  if (!level) return null;
  const ignored = [...paragraph.querySelectorAll('[data-style]')].find(
    (span) => styleOf(span)('mso-list') === 'ignore',
  );
  const shown = ignored?.textContent?.trim() ?? '';
  ignored?.remove();
  return { level: Number(level[1]), marker: markerOf(shown) };
}

/** A bullet, a number, or the marker as it is shown: pages show the numbers of lists with a full stop only.
 * @param {string} shown */
const markerOf = (shown) => (/[\p{L}\p{N}]./u.test(shown) ? shown : '-');

/** What stands before an item of an HTML list.
 * @param {HTMLElement} item @param {Element} list @param {number} number */
export function markerIn(item, list, number) {
  const [own, all] = [styleOf(item), styleOf(list)];
  const style = own('list-style-type') || own('list-style') || all('list-style-type') || all('list-style');
  if (style === 'none') return '';
  if (list.tagName !== 'OL') return '-';
  const type = style || (list.getAttribute('type') ?? '');
  if (/^(?:lower-(?:alpha|latin)|a)$/.test(type)) return `${letter(number)}.`;
  if (/^(?:upper-(?:alpha|latin)|A)$/.test(type)) return `${letter(number).toUpperCase()}.`;
  if (/^(?:lower-roman|i)$/.test(type)) return `${roman(number)}.`;
  if (/^(?:upper-roman|I)$/.test(type)) return `${roman(number).toUpperCase()}.`;
  return `${number}.`;
}

/** @param {number} number @returns {string} a, b … z, aa, ab … */
const letter = (number) =>
  number < 1 ? '' : letter(Math.floor((number - 1) / 26)) + String.fromCharCode(97 + ((number - 1) % 26));

const ROMAN = /** @type {const} */ ([
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]);

/** @param {number} number @returns {string} */
function roman(number) {
  const [value, sign] = ROMAN.find(([value]) => value <= number) ?? [0, ''];
  return value ? sign + roman(number - value) : '';
}

/** Raised and lowered figures as the characters that look so, where every character has one.
 * @param {HTMLElement} element @returns {string | null} */
export function raised({ tagName, textContent }) {
  if (tagName !== 'SUP' && tagName !== 'SUB') return null;
  const [plain, small] = tagName === 'SUP' ? RAISED : LOWERED;
  const found = [...(textContent ?? '').trim()].map((character) => [...small][plain.indexOf(character)]);
  return found.length > 0 && found.every(Boolean) ? found.join('') : null;
}
