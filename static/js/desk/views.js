/** Shows one part of the desk at a time where there is no room for all: `#desk[data-view]`, by the links in `.views`. */

const desk = document.getElementById('desk');
/** @type {NodeListOf<HTMLElement>} */
const links = document.querySelectorAll('.views [data-shows]');
/** @type {[string, string][]} where a target lies, and the view that shows it */
const PARTS = [
  ['.desk-compose', 'write'],
  ['.desk-stream', 'stream'],
  ['.waiting, .notes', 'queue'],
  ['.strip, .desk-side', 'more'],
];

export function startViews() {
  if (!desk) return;
  for (const link of links) link.addEventListener('click', (event) => choose(event, link.dataset.shows ?? ''));
  // Before anybody else: what a link leads to cannot be scrolled to while it is hidden.
  document.addEventListener('click', ({ target }) => showTargetOf(target), { capture: true });
  addEventListener('hashchange', () => reveal(targetOf(location.hash)));
  if (location.hash) reveal(targetOf(location.hash));
  addEventListener('resize', markMain);
  // A part that the server sent anew has no role.
  for (const name of ['dateline:heard', 'htmx:after:swap']) document.addEventListener(name, markMain);
  mark();
}

/** Shows the part of the desk that holds an element.
 * @param {Element | null} element */
export function reveal(element) {
  const part = PARTS.find(([selector]) => element?.closest(selector));
  if (part) show(part[1]);
}

/** @param {string} view */
function show(view) {
  if (!desk || desk.dataset.view === view) return;
  desk.dataset.view = view;
  mark();
}

/** @param {MouseEvent} event @param {string} view */
function choose(event, view) {
  event.preventDefault();
  show(view);
  scrollTo({ top: 0, behavior: 'instant' });
  if (view === 'write') document.getElementById('new-body')?.focus({ preventScroll: true });
}

function mark() {
  for (const link of links) {
    if (link.dataset.shows === desk?.dataset.view) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  markMain();
}

/** While the updates, the page's `main`, are not shown, another part is the main one. */
function markMain() {
  const isShown = desk?.querySelector('main, .stream-column[role=main]')?.checkVisibility();
  for (const [selector, view] of PARTS) {
    const part = desk?.querySelector(selector);
    if (!isShown && view === desk?.dataset.view) part?.setAttribute('role', 'main');
    else part?.removeAttribute('role');
  }
}

/** @param {EventTarget | null} target */
function showTargetOf(target) {
  const link = target instanceof Element ? target.closest('a') : null;
  if (!link || link.dataset.shows) return;
  if (link.dataset.goto) reveal(document.querySelector(`#updates > [data-update="${CSS.escape(link.dataset.goto)}"]`));
  else if (link.hash && link.pathname === location.pathname) reveal(targetOf(link.hash));
}

/** @param {string} hash */
const targetOf = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
