/** Says in words on each chip of a form (`details[data-chip]`) what the field behind it holds, and folds it away when the work goes on. */

const CHIP = 'details[data-chip]';

export function startChips() {
  for (const name of ['input', 'change']) document.addEventListener(name, ({ target }) => writeAround(target));
  document.addEventListener('dateline:filled', writeAll);
  document.addEventListener('reset', () => queueMicrotask(writeAll)); // the event comes before the fields change
  for (const name of ['htmx:after:swap', 'dateline:learned']) document.addEventListener(name, writeAll);
  document.addEventListener('focusin', ({ target }) => foldFor(target));
  writeAll();
}

const writeAll = () => chipsIn(document).forEach(write);

/** @param {ParentNode} place */
const chipsIn = (place) => /** @type {NodeListOf<HTMLDetailsElement>} */ (place.querySelectorAll(CHIP));

/** @param {EventTarget | null} target */
function writeAround(target) {
  const chip = target instanceof Element ? target.closest(CHIP) : null;
  if (chip instanceof HTMLDetailsElement) write(chip);
}

/** @param {HTMLDetailsElement} chip */
function write(chip) {
  const words = wordsOf(chip).join(', ');
  const value = chip.querySelector('.chip-value');
  if (value && value.textContent !== words) value.textContent = words;
  chip.querySelector('summary')?.toggleAttribute('data-filled', words !== '');
}

/** @param {HTMLDetailsElement} chip */
function wordsOf(chip) {
  const fields = /** @type {NodeListOf<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>} */ (
    chip.querySelectorAll('.chip-sheet :is(input, select, textarea)')
  );
  return [...fields]
    .map(wordsIn)
    .filter(Boolean)
    .slice(0, chip.querySelector('[type=text][name]') ? 1 : undefined);
}

/** An option may have a shorter name for this: `data-name`.
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} field */
function wordsIn(field) {
  if (field instanceof HTMLSelectElement) {
    const [option] = field.value ? field.selectedOptions : [];
    return (option?.dataset.name ?? option?.text ?? '').trim();
  }
  if (field.type === 'checkbox') {
    return /** @type {HTMLInputElement} */ (field).checked ? (field.labels?.[0]?.textContent?.trim() ?? '') : '';
  }
  return field.name && field.name !== 'unnamed' ? field.value.trim() : '';
}

/** Back in the text, only a chip with an error stays open. The chips lie under it: nothing that is being aimed at moves.
 * @param {EventTarget | null} target */
function foldFor(target) {
  const words = target instanceof Element ? target.closest('.compose-words') : null;
  const form = words?.closest('form');
  if (!form) return;
  for (const chip of chipsIn(form)) if (!chip.querySelector('[aria-invalid=true]')) chip.open = false;
}
