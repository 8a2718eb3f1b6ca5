/** Leads from a list to an update that is already on the page, without loading anything (`a[data-goto="<id>"]`). */

/** @param {() => void} [showHeld] shows updates that are on the page and wait: one of them was asked for */
export function startGoto(showHeld) {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = /** @type {Element} */ (event.target).closest('a[data-goto]');
    if (!(link instanceof HTMLElement)) return;
    const article = document.querySelector(`#updates > [data-update="${CSS.escape(link.dataset.goto ?? '')}"]`);
    if (!(article instanceof HTMLElement)) return;
    event.preventDefault();
    if (article.hidden) showHeld?.();
    goTo(article);
  });
}

/** @param {HTMLElement} element */
export function goTo(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'start' });
}
