/** Starts what every page for readers does: their own time as a tooltip, links within the page, live changes. */

import { startGoto } from './goto.js';
import { startLive } from './live.js';
import { addOwnTimes } from './time.js';

addOwnTimes();
startGoto();
startLive();
