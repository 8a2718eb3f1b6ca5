/** Starts what every page does that changes under its readers' eyes: clocks that tick, links within the page, live changes. */

import { startGoto } from './goto.js';
import { startLive } from './live.js';
import { startTicking } from './ticking.js';

startGoto();
startTicking();
startLive();
