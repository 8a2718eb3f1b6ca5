/** Puts an editor's tools under updates that arrived live, from `template#tools`. */

import { htmx } from './htmx.js';

const PLACEHOLDER = '__id__';

/** @type {Set<string>} */
const own = new Set(); // what was posted from this page

/** Leaves held updates alone: their tools come when they do. */
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
}

/** Who may change only their own updates gets tools for one that was posted from here, even if it arrived before its answer.
 * @param {string} id */
export function claim(id) {
  own.add(id);
  document.querySelector(`.tools[data-for="${CSS.escape(id)}"]`)?.remove();
  addTools();
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
    tools.firstElementChild?.replaceChildren();
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
