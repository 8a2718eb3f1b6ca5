/**
 * Tells CSS what a phone's keyboard covers: `data-keyboard` on the root while it is up, `--covered` the height that it hides at
 * the foot of the window, `--seen` the height that is left. Browsers that shrink the page for the keyboard cover nothing.
 */

const KEYBOARD_PX = 120; // the bars of a browser that come and go are lower
const LOW_PX = 500; // a window that the keyboard has shrunk

export function startPhone() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const measure = () => write(viewport);
  viewport.addEventListener('resize', measure);
  viewport.addEventListener('scroll', measure);
  measure();
}

/** @param {VisualViewport} viewport */
function write({ height, offsetTop, scale }) {
  const root = document.documentElement;
  const covered = scale > 1 ? 0 : Math.max(0, Math.round(innerHeight - height - offsetTop));
  root.toggleAttribute('data-keyboard', covered > KEYBOARD_PX || height < LOW_PX);
  root.style.setProperty('--covered', `${covered}px`);
  root.style.setProperty('--seen', `${Math.round(height)}px`);
}
