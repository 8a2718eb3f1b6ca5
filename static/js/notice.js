/** Says one sentence to the reporter in a form's own place for it, `[data-notice]`, with what can be done about it. */

/** @typedef {{label: string, act: () => void} | {label: string, href: string}} Step */

/**
 * @param {HTMLFormElement} form
 * @param {string} sentence
 * @param {Step[]} steps
 */
export function tell(form, sentence, ...steps) {
  const words = Object.assign(document.createElement('span'), { textContent: sentence });
  const actions = steps.map((step) => ('href' in step ? makeLink(step) : makeButton(step, form)));
  placeIn(form).replaceChildren(words, ...actions.flatMap((action) => [' ', action]));
}

/** @param {HTMLFormElement} form */
export function hush(form) {
  placeIn(form).replaceChildren();
}

/** @param {HTMLFormElement} form */
function placeIn(form) {
  const place = form.querySelector('[data-notice]');
  if (place) return place;
  const made = Object.assign(document.createElement('div'), { className: 'notice', role: 'alert' });
  made.dataset.notice = '';
  form.append(made);
  return made;
}

/** @param {{label: string, href: string}} step */
function makeLink({ label, href }) {
  return Object.assign(document.createElement('a'), { textContent: label, href, target: '_blank' });
}

/** The notice goes away when its button is used.
 * @param {{label: string, act: () => void}} step @param {HTMLFormElement} form */
function makeButton({ label, act }, form) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
  button.addEventListener('click', () => {
    hush(form);
    act();
  });
  return button;
}
