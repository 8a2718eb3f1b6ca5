/** The vendored idb-keyval, a global that the deferred script before the modules sets. */

/**
 * @typedef {object} KeyVal
 * @property {(database: string, store: string) => unknown} createStore
 * @property {(key: string, store: unknown) => Promise<any>} get
 * @property {(key: string, value: unknown, store: unknown) => Promise<void>} set
 * @property {(key: string, store: unknown) => Promise<void>} del
 * @property {(store: unknown) => Promise<string[]>} keys
 * @property {(key: string, change: (value: any) => any, store: unknown) => Promise<void>} update
 */

export const idbKeyval = /** @type {KeyVal | undefined} */ (/** @type {any} */ (globalThis).idbKeyval);
