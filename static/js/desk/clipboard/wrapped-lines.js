/** Joins the lines of mail that was broken at a fixed width, and of nothing else. */

const WIDTHS = { least: 55, most: 82 };
const MARKED = /^(?:\s|[-*+>|#•·]|\(?\w{1,3}[.)]\s)|\s{3,}|\t/;

/** Only paragraphs in which no line but the last would have held one word more.
 * @param {string} text */
export function joinLines(text) {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => paragraph.split('\n'));
  const widths = paragraphs.filter((lines) => lines.length > 2 && isBroken(lines, longest(lines))).map(longest);
  if (widths.length === 0) return text;
  const width = Math.max(...widths);
  return text.replace(/[^\n]+(?:\n[^\n]+)+/g, (paragraph) => {
    const lines = paragraph.split('\n');
    return isBroken(lines, Math.max(longest(lines), width)) ? lines.reduce(joined) : paragraph;
  });
}

/** @param {string[]} lines @param {number} width */
function isBroken(lines, width) {
  if (width < WIDTHS.least || width > WIDTHS.most || lines.some((line) => MARKED.test(line))) return false;
  return lines.slice(0, -1).every((line, index) => {
    const next = lines[index + 1].split(' ', 1)[0];
    return line.includes(' ') && line.length + 1 + next.length > width;
  });
}

/** @param {string} one @param {string} other */
const joined = (one, other) => (/[\p{L}\p{N}]-$/u.test(one) ? one + other : `${one.trimEnd()} ${other}`);

/** @param {string[]} lines */
const longest = (lines) => Math.max(...lines.map(({ length }) => length));
