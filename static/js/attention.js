/** Knows whether the reader is in the middle of something that a change on the page would disturb. */

const FIELD = 'input, textarea:not(.code), select, [contenteditable]';
const OPEN = 'dialog[open], details[data-menu][open]';

export const isTyping = () => document.activeElement?.matches(FIELD) ?? false;

/** A field has the focus, some text is selected, or a dialog or a menu is open. */
export function isBusy() {
  const selection = getSelection();
  return isTyping() || Boolean(selection && !selection.isCollapsed) || document.querySelector(OPEN) !== null;
}

/** Text that a reload would take away from under somebody's fingers, kept as a draft or not. */
export const hasUnsentText = () => isTyping() || document.querySelector('form[data-dirty]') !== null;
