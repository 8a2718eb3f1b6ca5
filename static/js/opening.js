/** Opens in place what a reader asks for, instead of following its link. The code for it loads with the first one that is opened. */

import { isPlainClick } from './clicks.js';

/** @type {[string, (link: HTMLAnchorElement) => Promise<void>][]} links, and what opens them */
const OPENERS = [
  ['a[data-picture]', (link) => import('./lightbox.js').then(({ openPicture }) => openPicture(link))],
  ['.page-visit a[data-play]', (link) => import('./play.js').then(({ openPlayer }) => openPlayer(link))],
  [':has(#report-dialog) a.report-link', (link) => import('./report.js').then(({ openReport }) => openReport(link))],
];

export function startOpening() {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const [, open] = OPENERS.find(([links]) => link?.matches(links)) ?? [];
    if (!link || !open || event.defaultPrevented || !isPlainClick(event)) return;
    event.preventDefault();
    // Code that does not load leaves the link as it is without scripts.
    open(link).catch(() => location.assign(link.href));
  });
}
