/**
 * Talks to WordPress, which puts oEmbed content into a sandboxed frame and the frame's secret into its address
 * (`#?secret=…`), sometimes after the frame has loaded. Without a secret nothing is sent.
 */

/** Sends a message that WordPress acts on: the frame's height, or a link to the frame's own site.
 * @param {'height' | 'link'} message @param {number | string} value
 * @returns {boolean} whether there is a WordPress to send it to */
export function tellWordPress(message, value) {
  const secret = secretOf(location.hash);
  if (secret) parent.postMessage({ message, value, secret }, '*');
  return secret !== '';
}

/** Calls `answer` when WordPress hands over the secret, and when its script is ready. Other messages are ignored, and so
 * are those of anybody but the surrounding page with the secret.
 * @param {() => void} answer */
export function whenWordPressIsReady(answer) {
  addEventListener('hashchange', answer);
  addEventListener('message', ({ source, data }) => {
    const secret = secretOf(location.hash);
    if (source === parent && secret && data?.message === 'ready' && data.secret === secret) answer();
  });
}

/** @param {string} hash */
const secretOf = (hash) => /[?&]secret=([a-z0-9]+)/i.exec(hash)?.[1] ?? '';
