/**
 * Speaks to WordPress, which puts what it found by oEmbed into a sandboxed frame and the frame's secret behind its address
 * (`#?secret=…`), sometimes after the frame has loaded. Nothing is said without a secret.
 */

/** What WordPress follows or obeys: the frame's height, or a link to the frame's own site.
 * @param {'height' | 'link'} message @param {number | string} value
 * @returns {boolean} whether there is a WordPress to say it to */
export function tellWordPress(message, value) {
  const secret = secretOf(location.hash);
  if (secret) parent.postMessage({ message, value, secret }, '*');
  return secret !== '';
}

/** Calls `answer` when WordPress hands over the secret, and when its script is ready to hear. Nothing else is taken from a
 * message, and nothing from anybody but the page around this one who knows the secret.
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
