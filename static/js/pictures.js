/** Opens a picture large in place of following its link; the code for that loads with the first one. */

import { isPlainClick } from './clicks.js';

export function startPictures() {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-picture]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isPlainClick(event)) return;
    event.preventDefault();
    // A chunk that does not load leaves the link as it is without scripts.
    import('./lightbox.js').then(({ openPicture }) => openPicture(link)).catch(() => location.assign(link.href));
  });
}
