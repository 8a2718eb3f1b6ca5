/** Detects keys that belong to an input method, such as the Enter that confirms a Japanese or Chinese conversion. */

const PROCESSED = 229; // in Safari the composition has ended by the time of the event, and only this code tells

/** Ask before you treat a key as a command.
 * @param {KeyboardEvent} event */
export const isComposing = (event) => event.isComposing || event.keyCode === PROCESSED;
