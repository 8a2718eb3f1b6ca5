/** Makes the `client_key` by which the server recognises a text that is sent twice. */

/** `crypto.randomUUID` is missing on plain http, by which a laptop may serve its colleagues. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
