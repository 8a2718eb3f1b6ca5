/** Whether the page has an opaque origin, as in a sandbox without `allow-same-origin`; so have the windows that it opens. */

export const isWithoutOrigin = self.origin === 'null';
