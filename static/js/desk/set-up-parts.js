/** Folds the parts of the set-up page on a phone, but for the one that the address asks for; elsewhere they are all open. */

const PART = 'details.set-up-part';
const phone = matchMedia('(width < 37.5rem)');

export function startSetUpParts() {
  if (!document.querySelector(PART)) return;
  fold();
  phone.addEventListener('change', fold);
  addEventListener('hashchange', () => {
    reveal(targetOf(location.hash));
    targetOf(location.hash)?.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
  document.addEventListener('click', press, { capture: true });
}

function fold() {
  const target = targetOf(location.hash);
  for (const part of parts()) part.open = !phone.matches || isAsked(part, target);
  if (phone.matches) target?.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/** @param {HTMLDetailsElement} part @param {Element | null} target */
const isAsked = (part, target) =>
  Boolean(
    part.querySelector('.form-errors, .form-done, [autofocus]') || (target && part.parentElement?.contains(target)),
  );

/** Before the browser goes where a link leads: what is folded cannot be scrolled to.
 * @param {MouseEvent} event */
function press(event) {
  const pressed = event.target instanceof Element ? event.target : null;
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (pressed?.closest('a[href^="#"]'));
  if (link) reveal(targetOf(link.hash));
  if (!phone.matches && pressed?.closest(`${PART} > summary`)) event.preventDefault();
}

/** @param {Element | null} target */
function reveal(target) {
  const part = parts().find((one) => target && one.parentElement?.contains(target));
  if (part) part.open = true;
}

const parts = () => /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(PART)]);

/** @param {string} hash */
const targetOf = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
