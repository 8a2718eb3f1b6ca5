/** Tells documents from pictures among files that were chosen or dropped. */

const TYPES = new Set([
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'text/plain',
]);
const NAMES = /\.(?:pdf|docx|txt)$/i; // not every system knows the type of such a file

/** @param {File} file */
export const isPicture = ({ type }) => type.startsWith('image/');

/** @param {File} file */
export const isDocument = (file) => !isPicture(file) && (TYPES.has(file.type) || NAMES.test(file.name));

/** Short, as in `124 kB`.
 * @param {number} bytes */
export function sizeInWords(bytes) {
  const [unit, value] = bytes < 1e6 ? ['kilobyte', Math.ceil(bytes / 1e3)] : ['megabyte', bytes / 1e6];
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: 'unit',
    unit: String(unit),
    maximumFractionDigits: 1,
  }).format(Number(value));
}
