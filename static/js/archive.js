/** Starts what the pages of an archive do: times by the reader's clock, the menu, links into the page and out of it. Its bundle is loaded as a classic script, because browsers load no module from a folder. */

import './page.js';
import { startGoto } from './goto.js';
import { startShare } from './share.js';

startGoto();
startShare();
