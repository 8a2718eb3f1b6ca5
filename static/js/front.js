/** Entry of the front page: it follows what happens to the visits. */

import './page.js';
import { startRenewal } from './renewal.js';

startRenewal();
