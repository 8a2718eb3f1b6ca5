/** The vendored htmx, a global that the deferred script before the modules sets. */

export const htmx = /** @type {any} */ (globalThis).htmx;
