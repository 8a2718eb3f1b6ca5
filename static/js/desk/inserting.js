/** Changes the text of a field as if it were typed, so that Ctrl or ⌘ with Z takes the change back. */

/** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

/** Puts words in the place of the characters from `from` to `to`, and the caret behind them.
 * @param {Field} field @param {string} words @param {number | null} [from] @param {number | null} [to] */
export function insert(field, words, from = field.selectionStart, to = field.selectionEnd) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  if (!words && from === to) return;
  // The only way to change a field that browsers can undo; listeners hear of it as of typing.
  const isDone = words ? document.execCommand('insertText', false, words) : document.execCommand('delete');
  if (isDone) return;
  field.setRangeText(words, from ?? 0, to ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: words }));
}
