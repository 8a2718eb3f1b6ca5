/** Starts what every page with a masthead does: times by the reader's clock, the menu, a sheet of paper, a word when the page is out of date, or the page as it is by now. */

import { startAges } from './ages.js';
import { startTyped } from './asked.js';
import { startClocks } from './clocks.js';
import { startDays } from './days.js';
import { startMenu } from './menu.js';
import { startOutdated } from './outdated.js';
import { startPrinting } from './printing.js';
import { startRenewal } from './renewal.js';

startDays();
startClocks();
delete document.documentElement.dataset.awaited;
startAges();
startMenu();
startPrinting();
startOutdated();
startRenewal();
startTyped();
