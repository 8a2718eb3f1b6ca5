/** The part of a picture that is shown, and the point in it that matters most: moved and resized within its bounds. */

/** @typedef {{left: number, top: number, width: number, height: number}} Box in shares of the whole picture, from 0 to 1 */
/** @typedef {{x: number, y: number}} Point in shares of the box */

const LEAST = 0.1;

/** @type {Box} */
export const WHOLE = { left: 0, top: 0, width: 1, height: 1 };

/** @param {Box} box @param {number} x @param {number} y @returns {Box} */
export const movedBy = ({ left, top, width, height }, x, y) => ({
  left: between(0, left + x, 1 - width),
  top: between(0, top + y, 1 - height),
  width,
  height,
});

/** With an edge of each direction moved: -1 the left or upper one, 1 the right or lower one, 0 none.
 * @param {Box} box @param {{across: number, down: number}} edges @param {number} x @param {number} y @returns {Box} */
export function resizedBy({ left, top, width, height }, { across, down }, x, y) {
  const [start, end] = edge(left, left + width, across, x);
  const [upper, lower] = edge(top, top + height, down, y);
  return { left: start, top: upper, width: end - start, height: lower - upper };
}

/** @param {Point} point @param {number} x @param {number} y @returns {Point} */
export const shifted = ({ x: from, y: above }, x, y) => ({
  x: between(0, from + x, 1),
  y: between(0, above + y, 1),
});

/** As the server keeps it: `left top width height` in pixels, or empty for the whole picture.
 * @param {Box} box @param {number} width of the picture @param {number} height */
export function inPixels(box, width, height) {
  const [left, top] = [Math.round(box.left * width), Math.round(box.top * height)];
  const wide = Math.min(width - left, Math.round(box.width * width));
  const high = Math.min(height - top, Math.round(box.height * height));
  return wide === width && high === height ? '' : [left, top, wide, high].join(' ');
}

/** @param {string} crop as the server keeps it @param {number} width @param {number} height @returns {Box} */
export function boxOf(crop, width, height) {
  const [left, top, wide, high] = crop.split(' ').map(Number);
  if (!crop) return WHOLE;
  return { left: left / width, top: top / height, width: wide / width, height: high / height };
}

/** @param {number} start @param {number} end @param {number} which @param {number} by */
function edge(start, end, which, by) {
  if (which < 0) return [between(0, start + by, end - LEAST), end];
  if (which > 0) return [start, between(start + LEAST, end + by, 1)];
  return [start, end];
}

/** @param {number} least @param {number} value @param {number} most */
const between = (least, value, most) => Math.min(Math.max(least, value), most);
