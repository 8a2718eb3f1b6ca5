/** Opens the player of a card in place of its link `a[data-play]`, in a frame that shows a page of ours. Nothing is loaded before that, this module included. */

// No top navigation: a player must not lead the reader away. What it opens in a new tab is a page like any other.
const SANDBOX = 'allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox';
const FEATURES = 'autoplay; encrypted-media; fullscreen; picture-in-picture';

/** @param {HTMLAnchorElement} link */
export function openPlayer(link) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', SANDBOX);
  frame.allow = FEATURES;
  frame.title = link.dataset.play ?? '';
  frame.src = `${link.href}#framed`;
  // A change of the update must not begin the video again.
  link.parentElement?.setAttribute('hx-morph-skip', '');
  link.replaceWith(frame);
  frame.focus();
}
