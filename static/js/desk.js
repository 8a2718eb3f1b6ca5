/** Starts what the reporters' pages do on top of what readers' pages do: forms that never cost a word. */

import { startConfirming } from './confirming.js';
import { addCounts } from './counts.js';
import { forgetOldDrafts, keepDrafts } from './drafts.js';
import { startLive } from './live.js';
import { startSending } from './sending.js';
import { addOwnTimes } from './time.js';
import { addTools } from './tools.js';

function prepareForms() {
  keepDrafts();
  addCounts();
}

addOwnTimes();
forgetOldDrafts();
prepareForms();
addTools();
document.addEventListener('dateline:shown', addTools);
const arrivals = startLive();
startConfirming();
startSending({ replaced: prepareForms, posted: (id) => arrivals?.expect(id) });
