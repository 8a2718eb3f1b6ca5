/**
 * Ignores the second click of a double click on what waits: the answer to the first may have put another button there, which
 * publishes.
 */

export function startDoubleClicks() {
  document.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('#queue [type=submit]') : null;
      if (!button || event.detail < 2) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
