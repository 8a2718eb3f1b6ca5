/** Starts what every page does that changes under its readers' eyes: ticking clocks, links into it and out of it, live changes, what is new, alerts. */

import './page.js';
import { startAlerts } from './alerts.js';
import { restoreUnknownChoices } from './asked.js';
import { startFollowed, startGoto } from './goto.js';
import { startLive } from './live.js';
import { startShare } from './share.js';
import { startSince } from './since.js';
import { startTicking } from './ticking.js';

restoreUnknownChoices();
const { arrivals } = startLive();
startFollowed();
startGoto(() => arrivals?.showHeld());
startShare();
startTicking();
startSince();
startAlerts();
