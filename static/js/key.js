/** Makes the key by which the server knows a second sending of the same text. */

/** `crypto.randomUUID` is missing on plain http, which is how a newsroom's laptop serves its neighbours. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
