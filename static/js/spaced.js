/** Limits how often screen readers are told of something that may happen many times a second. */

const FIRST_MS = 300; // several updates of one moment become one sentence
const SPACE_MS = 2_000;

/** Calls `act` a moment later with the last count it was given, and at most once every SPACE_MS. */
export class Spaced {
  #timer = 0;
  #last = -SPACE_MS;
  #act;

  /** @param {(count: number) => void} act */
  constructor(act) {
    this.#act = act;
  }

  /** @param {number} count */
  ask(count) {
    clearTimeout(this.#timer);
    const wait = Math.max(FIRST_MS, this.#last + SPACE_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#last = performance.now();
      this.#act(count);
    }, wait);
  }

  cancel() {
    clearTimeout(this.#timer);
  }
}
