/** Leads a reader to an update: with the focus, and by scrolling. */

/** @param {HTMLElement} article @param {HTMLElement} head what is to be at the upper edge then */
export function leadTo(article, head) {
  focus(article);
  head.scrollIntoView({ block: 'start', behavior: prefersReducedMotion() ? 'instant' : 'smooth' });
}

/** @param {HTMLElement} element */
export function focus(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** @param {Element} list */
export const distanceFromTop = (list) =>
  list.getBoundingClientRect().top - parseFloat(getComputedStyle(list).scrollMarginTop);

export function frontAddress() {
  const address = new URL(location.href);
  address.pathname = address.pathname.replace(/\/updates\/[^/]*$/, '');
  address.searchParams.delete('page');
  address.hash = '';
  return address.href;
}

const prefersReducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
