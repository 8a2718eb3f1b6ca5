/** Prints the page: `button[data-print]`. */

export function startPrintButton() {
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('[data-print]')) print();
  });
}
