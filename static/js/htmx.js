/** The one place that knows where the vendored htmx is: a global, set by the deferred script that comes before the modules. */

export const htmx = /** @type {any} */ (globalThis).htmx;
