/** Starts what the reporters' pages do: everything a page for readers does, and forms that never cost a word. */

import './page.js';
import { startConfirming } from './confirming.js';
import { addCounts } from './counts.js';
import { forgetOldDrafts, keepDrafts } from './drafts.js';
import { startEnter } from './enter.js';
import { startGoto } from './goto.js';
import { startLive } from './live.js';
import { takeUp } from './said.js';
import { startSending } from './sending.js';
import { startShare } from './share.js';
import { startTicking } from './ticking.js';
import { addTools, claim } from './tools.js';

function prepareForms() {
  keepDrafts();
  addCounts();
}

const { arrivals } = startLive({ outlasts: true });
document.addEventListener('dateline:shown', addTools);
addTools();
startGoto(() => arrivals?.showHeld());
startShare();
startTicking();
startConfirming();
startEnter();
startSending({
  replaced: prepareForms,
  posted(id) {
    arrivals?.expect(id);
    if (id) claim(id);
  },
});
forgetOldDrafts();
prepareForms();
takeUp();
