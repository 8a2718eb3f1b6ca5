/** Adds the tools from `template#tools` to updates that arrived live, and closes their menus. */

import { askEditable } from '../editable.js';
import { htmx } from '../htmx.js';
import { markNoted } from './noted.js';

const PLACEHOLDER = '__id__';
const PAUSE_MS = 1_000; // updates that arrive together are asked about together

/** @type {Set<string>} */
const own = new Set(); // updates that this reporter, who may not edit those of others, has written
/** @type {Set<string>} */
const unknown = new Set(); // updates of which only the server knows whose they are
let timer = 0;

/** Updates that are still hidden get their tools when they are shown. */
export function addTools() {
  const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector('template#tools'));
  if (!template) return;
  for (const article of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('#updates > [data-update]:not([hidden])')
  )) {
    if (hasTools(article)) continue;
    article.after(toolsFor(article, template));
    htmx?.process(article.nextElementSibling); // its forms carry hx-post
  }
  markNoted();
  clearTimeout(timer);
  if (unknown.size > 0) timer = setTimeout(askWhose, PAUSE_MS);
}

/** What an editor has published for this reporter, or another device of theirs, arrives like anybody's. */
async function askWhose() {
  const answer = await askEditable(`/desk/visits/${document.body.dataset.visit}`, [...unknown]);
  if (answer === null) return; // the next arrival asks again
  for (const id of answer.asked) unknown.delete(id);
  for (const id of answer.own) addOwnTools(id);
}

/** Gives an update that was posted from here the tools of its author, even if it arrived before the answer to the form.
 * @param {string} id */
export function addOwnTools(id) {
  own.add(id);
  unknown.delete(id);
  document.querySelector(`#updates > .tools[data-for="${CSS.escape(id)}"]`)?.remove();
  addTools();
}

/** A tool that was used closes its menu, which has the focus then; after a withdrawal the update gets it. */
export function startTools() {
  document.addEventListener('dateline:message', ({ target }) => {
    const form = target instanceof Element ? target.closest('.tool-menu form') : null;
    const menu = /** @type {HTMLDetailsElement | null | undefined} */ (form?.closest('details'));
    if (!form || !menu) return;
    menu.open = false;
    if (!form.matches('[data-confirm=withdraw-dialog]')) menu.querySelector('summary')?.focus({ preventScroll: true });
  });
  document.addEventListener('htmx:finally:swap', (event) => {
    if (/** @type {CustomEvent} */ (event).detail.ctx?.target?.id === 'found') showFound();
  });
  addTools();
}

/** The results of a search show what a tool did. Its row may be gone with it, and the focus with the row. */
function showFound() {
  document.dispatchEvent(new Event('dateline:shown'));
  if (document.activeElement === document.body) document.getElementById('found')?.focus({ preventScroll: true });
}

/** @param {HTMLElement} article */
function hasTools(article) {
  const next = article.nextElementSibling;
  return next instanceof HTMLElement && next.dataset.for === article.dataset.update;
}

/** @param {HTMLElement} article @param {HTMLTemplateElement} template */
function toolsFor(article, template) {
  const tools = /** @type {DocumentFragment} */ (document.importNode(template.content, true));
  if (template.dataset.own !== undefined && !own.has(article.dataset.update ?? '')) {
    for (const tool of tools.querySelectorAll('[data-mine]')) tool.remove();
    unknown.add(article.dataset.update ?? '');
  }
  for (const element of tools.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (value.includes(PLACEHOLDER)) {
        element.setAttribute(name, value.replaceAll(PLACEHOLDER, article.dataset.update ?? ''));
      }
    }
  }
  return tools;
}
