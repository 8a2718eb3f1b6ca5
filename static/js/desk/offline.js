/** Entry of the page that the desk's worker opens without a connection. The desk's own scripts read from it who writes, and where. */

import './offline/page.js';
import './desk.js';
