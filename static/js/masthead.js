/** Starts what every page with a masthead needs: times in the reader's zone, the menu, printing, and a check whether the page is outdated. */

import { startAges } from './ages.js';
import { startTyped } from './asked.js';
import { startClocks } from './clocks.js';
import { startDays } from './days.js';
import { startMenu } from './menu.js';
import { startOutdated } from './outdated.js';
import { startPrinting } from './printing.js';

startDays();
startClocks();
delete document.documentElement.dataset.awaited;
startAges();
startMenu();
startPrinting();
startOutdated();
startTyped();
