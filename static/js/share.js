/** Shares links: `a[data-share]` opens the device's share sheet or copies its address, `button[data-copy="<id>"]` copies a field. */

import { isPlainClick } from './clicks.js';

/** @typedef {typeof import('./copying.js')} Copying */

/** One listener for all controls, so that new updates need no set-up.
 * @param {() => Promise<Copying>} load the code that does it; few readers need it */
export function startShare(load) {
  const said = document.createElement('p');
  said.className = 'unseen';
  said.setAttribute('role', 'status');
  document.body.append(said);

  showCopyButtons();
  document.addEventListener('dateline:navigated', showCopyButtons);
  document.addEventListener('click', (event) => {
    if (!isPlainClick(event)) return;
    const control = /** @type {Element} */ (event.target).closest('a[data-share], button[data-copy]');
    if (control instanceof HTMLAnchorElement) {
      event.preventDefault();
      load().then(
        ({ shareOrCopy }) => shareOrCopy(control, said),
        () => location.assign(control.href),
      );
    } else if (control instanceof HTMLElement) load().then(({ copyField }) => copyField(control, said));
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.readOnly) target.select();
  });
}

function showCopyButtons() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-copy]'))) {
    button.hidden = false;
  }
}
