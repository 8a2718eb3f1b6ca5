/** Tells whether the reader is busy with something that a change of the page would disturb. */

const FIELD = 'input, textarea:not(.code), select, [contenteditable]';
const OPEN = 'dialog[open], details[data-menu][open]';

export const isTyping = () => document.activeElement?.matches(FIELD) ?? false;

/**
 * Whether a field has the focus, text is selected, or a dialog or a menu is open. The desk's composer stands above the list
 * and has the focus most of the time: what is added below it disturbs nobody who writes.
 */
export function isBusy() {
  const selection = getSelection();
  const isInComposer = document.activeElement?.closest('#composer') !== null;
  return (
    (isTyping() && !isInComposer) ||
    Boolean(selection && !selection.isCollapsed) ||
    document.querySelector(OPEN) !== null
  );
}

/** Whether a reload would interrupt somebody who is typing, or lose what was typed. */
export const hasUnsentText = () => isTyping() || document.querySelector('form[data-dirty]') !== null;
