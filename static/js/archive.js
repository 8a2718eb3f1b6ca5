/** Entry of an archive's pages: times in the reader's zone, the menu, links. Served as a classic script, because browsers load no module from a folder. */

import { copyField, shareOrCopy } from './copying.js';
import './masthead.js';
import { startGoto } from './goto.js';
import { startShare } from './share.js';
import { startVersions } from './versions.js';

startGoto();
startVersions();
startShare(async () => ({ copyField, shareOrCopy }));
