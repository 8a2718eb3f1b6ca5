/** Starts what every page does that changes under its readers' eyes: ticking clocks, links into it and out of it, live changes. */

import { startFollowed } from './followed.js';
import { startGoto } from './goto.js';
import { startLive } from './live.js';
import { startShare } from './share.js';
import { startTicking } from './ticking.js';

startFollowed();
startGoto();
startShare();
startTicking();
startLive();
