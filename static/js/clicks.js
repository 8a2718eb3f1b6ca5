/** Tells a plain click on a link from one that asks the browser for a new tab, a new window or a download. */

/** @param {MouseEvent} event */
export const isPlainClick = ({ button, ctrlKey, metaKey, shiftKey, altKey }) =>
  button === 0 && !(ctrlKey || metaKey || shiftKey || altKey);
