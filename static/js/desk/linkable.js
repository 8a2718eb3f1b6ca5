/**
 * What is asked for when a fold opens (`datalist[hx-get]`) is asked for again when readers get something new while it is open.
 * `#linkable` brings the updates that the banner may link to by now; what is chosen, and what is saved, stays.
 */

export function startLinkable() {
  document.addEventListener('dateline:shown', () => {
    for (const list of document.querySelectorAll('details[open] datalist[hx-get]')) {
      list.dispatchEvent(new Event('dateline:ask'));
    }
  });
  document.addEventListener('htmx:after:swap', (event) => {
    const { target } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (target instanceof HTMLDataListElement && target.id === 'linkable') renew(target);
  });
}

/** @param {HTMLDataListElement} list */
function renew(list) {
  const select = list.closest('.field')?.querySelector('select');
  if (!select) return;
  const { value } = select;
  const present = new Set([...list.options].map((option) => option.value));
  const kept = [...select.options].filter((option) => !present.has(option.value));
  const stays = kept.filter((option) => !option.value || option.value === value || option.defaultSelected);
  const saved = [...select.options].find((option) => option.defaultSelected)?.value;
  const fresh = [...list.options].map((option) => {
    const copy = /** @type {HTMLOptionElement} */ (option.cloneNode(true));
    copy.defaultSelected = copy.value === saved;
    return copy;
  });
  select.replaceChildren(...stays, ...fresh);
  select.value = value;
}
