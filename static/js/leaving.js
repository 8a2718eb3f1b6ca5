/**
 * Sees that a link in a frame leads somewhere. They open new windows, which a sandbox around the frame forbids unless it has
 * `allow-popups`, without a word to anybody: then the address is shown, to be copied.
 */

import { isWithoutOrigin } from './origin.js';
import { tellWordPress } from './wordpress.js';

const BLOCK = 'p, li, h1, h2, h3, header, footer, blockquote, table';
const OURS = /^dateline-/; // our own script named the frame, and puts none into a sandbox

/** On the window, where every other listener has had its say. */
export function watchLinks() {
  if (OURS.test(window.name) && !isWithoutOrigin) return;
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.href && isPlain(event)) follow(event, link);
  });
}

/** @param {MouseEvent} event */
const isPlain = (event) =>
  event.button === 0 && !(event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** @param {MouseEvent} event @param {HTMLAnchorElement} link */
function follow(event, link) {
  const isToOurSite = new URL(link.href).host === location.host;
  if (isWithoutOrigin && isToOurSite && tellWordPress('link', link.href)) return event.preventDefault();
  if (opens(link.href)) return event.preventDefault();
  // What only seemed to fail, as in some apps' own browsers, may go on by itself.
  if (isWithoutOrigin) event.preventDefault();
  showAddress(link);
}

/** @param {string} address */
function opens(address) {
  const page = openWindow(address);
  try {
    if (page) page.opener = null;
  } catch {
    // It is in the same sandbox, which keeps it from leading this frame elsewhere.
  }
  return page !== null;
}

/** @param {string} address */
function openWindow(address) {
  try {
    return open(address, '_blank');
  } catch {
    return null; // how Firefox says that it may not
  }
}

/** @param {HTMLAnchorElement} link */
function showAddress(link) {
  document.querySelector('.link-address')?.remove();
  const line = document.createElement('p');
  const address = document.createElement('code');
  address.textContent = link.href;
  line.className = 'link-address';
  line.lang = 'en';
  line.dir = 'ltr';
  line.role = 'status';
  line.append('The page around this one lets no link open. Copy the address: ', address);
  const besideRail = link.closest('.update-rail')?.nextElementSibling; // which is too narrow for it
  if (besideRail) besideRail.prepend(line);
  else (link.closest(BLOCK) ?? link).after(line);
  getSelection()?.selectAllChildren(address);
}
