/** Entry of the pages that htmx renews every ten seconds: the front page, and what the sides say. */

import './page.js';
import { startRenewal } from './renewal.js';

startRenewal();
