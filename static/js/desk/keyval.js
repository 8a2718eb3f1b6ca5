/** The vendored idb-keyval, a global that the deferred script before the modules sets. */

/**
 * @typedef {object} KeyVal
 * @property {(database: string, store: string) => unknown} createStore
 * @property {(key: string, store: unknown) => Promise<any>} get
 * @property {(key: string, change: (value: any) => any, store: unknown) => Promise<void>} update
 */

export const idbKeyval = /** @type {KeyVal | undefined} */ (/** @type {any} */ (globalThis).idbKeyval);
