/** Entry of every page for readers, but of archives; `reader.js` includes it. */

import './masthead.js';
import { isDeskBrowser } from './desk-mark.js';
import { startOpening } from './opening.js';

startOpening();

// A chunk that does not load leaves the page as it is for everybody.
if (isDeskBrowser()) import('./desk-tools.js').then(({ startDeskTools }) => startDeskTools()).catch(() => {});
