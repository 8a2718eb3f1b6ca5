/** Plays two short tones that nobody takes for an alarm. */

const PEAK = 0.12; // of full loudness
const FALL_SECONDS = 0.35;
/** @type {[number, number][]} hertz, and seconds from now: a fourth upwards */
const NOTES = [
  [587.33, 0],
  [783.99, 0.14],
];

/** @type {AudioContext | undefined} */
let context;

/** Not before somebody has pressed or typed something in the page: browsers refuse it until then. */
export const canPlay = () => navigator.userActivation?.hasBeenActive ?? false;

export function playTone() {
  if (!canPlay()) return;
  context ??= new AudioContext();
  void context.resume();
  for (const [hertz, after] of NOTES) playNote(context, hertz, context.currentTime + after);
}

/** @param {AudioContext} audio @param {number} hertz @param {number} at */
function playNote(audio, hertz, at) {
  const note = new OscillatorNode(audio, { type: 'sine', frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0.0001, at);
  loudness.gain.exponentialRampToValueAtTime(PEAK, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + FALL_SECONDS);
  note.connect(loudness).connect(audio.destination);
  note.start(at);
  note.stop(at + FALL_SECONDS);
}
