/** Knows whether the browser gives this page an origin. In a sandbox without `allow-same-origin` it has none, nor has what it opens. */

export const isWithoutOrigin = self.origin === 'null';
