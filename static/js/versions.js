/** Shows an update that has translations in the reader's language, and switches in place; the choice lasts as long as the page. */

/** @typedef {{id: string, two: boolean}} Choice the public id of the version that is shown, and whether the original stands beside it */

/** @type {Map<string, Choice>} by the public id of the original */
const chosen = new Map();

export function startVersions() {
  showVersions();
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('.versions-choice') : null;
    const versions = button?.closest('.versions');
    if (button instanceof HTMLElement && versions instanceof HTMLElement) choose(versions, button);
  });
}

/** @param {ParentNode} [root] the page, or a fragment before it is put in place */
export function showVersions(root = document) {
  for (const versions of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.versions'))) {
    const buttons = buttonsOf(versions);
    const { id, two } = chosen.get(originalOf(buttons)) ?? { id: preferred(buttons), two: true };
    show(versions, buttons.find((button) => button.dataset.version === id) ?? buttons[0], two);
  }
}

/** @param {HTMLElement} versions @param {HTMLElement} button */
function choose(versions, button) {
  const buttons = buttonsOf(versions);
  const isTwo = 'beside' in versions.dataset;
  const pressed = 'two' in button.dataset ? buttons[Number(versions.dataset.shown)] : button;
  const two = 'two' in button.dataset ? !isTwo : isTwo && pressed !== buttons[0];
  chosen.set(originalOf(buttons), { id: pressed.dataset.version ?? '', two });
  show(versions, pressed, two);
}

/** @param {HTMLElement} versions @param {HTMLElement} button @param {boolean} two */
function show(versions, button, two) {
  versions.dataset.shown = button.dataset.at;
  if (button.dataset.at !== '0') versions.dataset.pair = button.dataset.at;
  versions.toggleAttribute('data-beside', two);
  for (const each of buttonsOf(versions)) each.ariaPressed = String(each === button);
  const both = versions.querySelector('[data-two]');
  if (both) both.ariaPressed = String(two);
}

/**
 * The version in the language that was chosen for the page, or else in the first of the reader's languages that there is; as
 * the server shows it, where there is none.
 * @param {HTMLElement[]} buttons
 */
function preferred(buttons) {
  const tags = buttons.map((button) => button.querySelector('[lang]')?.getAttribute('lang') ?? '');
  const { ui } = document.documentElement.dataset;
  for (const wanted of ui ? [ui, ...navigator.languages] : navigator.languages) {
    const exact = tags.findIndex((tag) => tag.toLowerCase() === wanted.toLowerCase());
    const index = exact < 0 ? tags.findIndex((tag) => languageOf(tag) === languageOf(wanted)) : exact;
    if (index >= 0) return buttons[index].dataset.version ?? '';
  }
  return buttons.find((button) => button.ariaPressed === 'true')?.dataset.version ?? '';
}

/** @param {HTMLElement} versions */
const buttonsOf = (versions) =>
  /** @type {HTMLElement[]} */ ([...versions.querySelectorAll('.versions-choice[data-at]')]);

/** @param {HTMLElement[]} buttons */
const originalOf = (buttons) => buttons[0].dataset.version ?? '';

/** @param {string} tag */
const languageOf = (tag) => tag.toLowerCase().split('-')[0];
