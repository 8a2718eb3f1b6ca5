/**
 * Shows the address of a link that a frame's sandbox does not let open. Links in a frame open new windows, which a sandbox
 * without `allow-popups` blocks silently.
 */

import { isPlainClick } from '../clicks.js';
import { gap, gettext } from '../messages.js';
import { isWithoutOrigin } from '../origin.js';
import { tellWordPress } from './wordpress.js';

const BLOCK = 'p, li, h1, h2, h3, header, footer, blockquote, table';
const OURS = /^dateline-/; // named by host.js, which uses no sandbox

/** Listens on the window, after every other listener. */
export function watchLinks() {
  if (OURS.test(window.name) && !isWithoutOrigin) return;
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.href && isPlainClick(event) && !event.defaultPrevented) follow(event, link);
  });
}

/** @param {MouseEvent} event @param {HTMLAnchorElement} link */
function follow(event, link) {
  const isToOurSite = new URL(link.href).host === location.host;
  if (isWithoutOrigin && isToOurSite && tellWordPress('link', link.href)) return event.preventDefault();
  if (opens(link.href)) return event.preventDefault();
  // With an origin the browser may open the link itself, as some apps' browsers do where `open` returns null.
  if (isWithoutOrigin) event.preventDefault();
  showAddress(link);
}

/** @param {string} address */
function opens(address) {
  const page = openWindow(address);
  try {
    if (page) page.opener = null;
  } catch {
    // The new window is in the same sandbox, which keeps it from navigating this frame.
  }
  return page !== null;
}

/** @param {string} address */
function openWindow(address) {
  try {
    return open(address, '_blank');
  } catch {
    return null; // Firefox throws where others return null
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
  line.append(gettext('Links cannot open here. Copy the address:'), gap(), address);
  const besideRail = link.closest('.update-rail')?.nextElementSibling; // the rail is too narrow
  if (besideRail) besideRail.prepend(line);
  else (link.closest(BLOCK) ?? link).after(line);
  getSelection()?.selectAllChildren(address);
}
