/** Leads from a list to an update that is already on the page, without loading anything (`a[data-goto="<id>"]`). */

export function startGoto() {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = /** @type {Element} */ (event.target).closest('a[data-goto]');
    if (!(link instanceof HTMLElement)) return;
    const article = document.querySelector(`#updates > [data-update="${CSS.escape(link.dataset.goto ?? '')}"]:not([hidden])`);
    if (!(article instanceof HTMLElement)) return;
    event.preventDefault();
    article.tabIndex = -1;
    article.focus({ preventScroll: true });
    article.scrollIntoView({ block: 'start' });
  });
}
