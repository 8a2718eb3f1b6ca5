/** Knows a key that belongs to an input method, such as the Enter that confirms a Japanese or Chinese conversion. */

const PROCESSED = 229; // Safari ends the composition before it tells of the key, and says so only by this code

/** Ask before a key is taken for a command.
 * @param {KeyboardEvent} event */
export const isComposing = (event) => event.isComposing || event.keyCode === PROCESSED;
