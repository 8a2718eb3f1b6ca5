/** Entry of every live page for readers: live changes, filters and pages, links, what is new since the last visit, alerts. */

import './page.js';
import { startAlerts } from './alerts.js';
import { startBar } from './bar.js';
import { restoreUnknownChoices } from './asked.js';
import { startFollowed, startGoto } from './goto.js';
import { startLive } from './live.js';
import { Navigation } from './navigation.js';
import { returnToReloadedPlace } from './reloaded-place.js';
import { startShare } from './share.js';
import { startSince } from './since.js';
import { startTicking } from './ticking.js';

restoreUnknownChoices();
const { arrivals, inbox, wire } = startLive();
if (arrivals && inbox && wire) new Navigation({ arrivals, inbox, wire });
returnToReloadedPlace({ follows: true });
startFollowed();
startGoto((id) => arrivals?.reveal(id));
startShare(() => import('./copying.js'));
startTicking();
startSince(() => arrivals?.newestHeld ?? 0);
startAlerts();
startBar();
