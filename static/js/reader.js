/** Starts what every page does that changes under its readers' eyes: links within the page, live changes. */

import { startGoto } from './goto.js';
import { startLive } from './live.js';

startGoto();
startLive();
