/** Shows the keyboard shortcuts on `?`, and goes to the search of the page's updates on `/`; in a field both are characters. */

import { isTyping } from '../attention.js';
import { isComposing } from '../composing.js';
import { reveal } from './views.js';

export function startShortcuts() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping() || document.querySelector('dialog[open]')) return;
    if (event.key === '?') act(event, showShortcuts);
    else if (event.key === '/') act(event, goToSearch);
  });
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-shortcuts]')) showShortcuts();
  });
}

/** @param {Event} event @param {() => boolean} shortcut answers whether this page has what it is for */
function act(event, shortcut) {
  if (shortcut()) event.preventDefault();
}

function showShortcuts() {
  const dialog = document.getElementById('shortcuts');
  if (!(dialog instanceof HTMLDialogElement)) return false;
  dialog.showModal();
  return true;
}

function goToSearch() {
  const field = document.querySelector('[role=search] [type=search]');
  if (!(field instanceof HTMLElement)) return false;
  reveal(field);
  field.focus();
  return true;
}
