/** Asks the desk which updates of a visit the account that is signed in on this device may edit. */

const MOST_IDS = 100; // of one request

/**
 * `asked`: the ids that it is about; `own`: those that the account may withdraw at least.
 * @typedef {{asked: string[], edit: string[], own: string[], isSignedOut: boolean, isRefused: boolean}} Answer
 */

/**
 * @param {string} desk the address of the visit's desk
 * @param {string[]} ids if there are more than one request may name, the answer is about the first
 * @returns {Promise<Answer | null>} null when there was no usable answer
 */
export async function askEditable(desk, ids) {
  const asked = ids.slice(0, MOST_IDS);
  try {
    // Signed out, the server redirects to the sign-in, which is no answer to this.
    const response = await fetch(`${desk}/tools?ids=${asked.join()}`, {
      redirect: 'manual',
      headers: { Accept: 'application/json' },
    });
    const isSignedOut = response.type === 'opaqueredirect' || response.status === 401;
    const isRefused = response.status === 403 || response.status === 404;
    if (isSignedOut || isRefused) return { asked, edit: [], own: [], isSignedOut, isRefused };
    return response.ok ? { asked, ...(await response.json()), isSignedOut, isRefused } : null;
  } catch {
    return null;
  }
}
