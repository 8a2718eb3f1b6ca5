/** Translates the sentences that scripts show; English is the source language, so each sentence is its own key. */

/**
 * Another language's sentences by the English ones, and where a number decides, their forms by the category of the
 * number. A page that is not English loads them before its scripts (`blog/web/static_files.py`).
 * @type {Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>}
 */
const CATALOGUE = /** @type {any} */ (globalThis).datelineMessages ?? {};
const rules = new Intl.PluralRules(document.documentElement.lang || 'en');

/** @typedef {Record<string, string | number>} Values for the `%(name)s` of a sentence */

/**
 * `gettext('Closed at %(time)s.', { time })`. Give a literal, so that `make messages` finds it.
 * @param {string} sentence
 * @param {Values} [values]
 */
export function gettext(sentence, values) {
  const found = CATALOGUE[sentence];
  return filled(typeof found === 'string' ? found : sentence, values);
}

/**
 * `ngettext('%(num)s new update', '%(num)s new updates', count)`.
 * @param {string} one
 * @param {string} many
 * @param {number} num
 * @param {Values} [values]
 */
export function ngettext(one, many, num, values) {
  const forms = CATALOGUE[one];
  const category = rules.select(num);
  const found = typeof forms === 'object' ? (forms[category] ?? forms.other) : undefined;
  return filled(found ?? (category === 'one' ? one : many), { num, ...values });
}

/** What parts two sentences, or two parts of a duration: a space, which Chinese and Japanese do without. */
export const gap = () => gettext('%(first)s %(second)s', { first: '', second: '' });

/** @param {string} sentence @param {Values} [values] */
function filled(sentence, values = {}) {
  return sentence.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}
