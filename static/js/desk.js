/** Starts the scripts of the desk: those of a reader's page, and those of the desk's forms. */

import './masthead.js';
import { startChips } from './chips.js';
import { startChoosing } from './choosing.js';
import { startCities } from './cities.js';
import { startConfirming } from './confirming.js';
import { startCounts } from './counts.js';
import { startDateline } from './dateline.js';
import { markDeskBrowser } from './desk-mark.js';
import { removeOldDrafts } from './draft-store.js';
import { startDrafts } from './drafts.js';
import { startEditing } from './editing.js';
import { startEnter } from './enter.js';
import { startFeedback } from './feedback.js';
import { startFinding } from './finding.js';
import { startFocusText } from './focus-text.js';
import { startFolds } from './folds.js';
import { startGoto } from './goto.js';
import { startHabits } from './habits.js';
import { startKnownVisits } from './known-visits.js';
import { startLive } from './live.js';
import { startMainAction } from './main-action.js';
import { startOffers } from './offers.js';
import { startOutbox } from './outbox.js';
import { startPaste } from './paste.js';
import { startPhone } from './phone.js';
import { startReadyTexts } from './ready-texts.js';
import { startRemembered } from './remembered.js';
import { startPreview } from './preview.js';
import { startSending } from './sending.js';
import { startOrdering } from './ordering.js';
import { startShare } from './share.js';
import { startSharedText } from './shared-text.js';
import { startShortcuts } from './shortcuts.js';
import { startTakingBack } from './taking-back.js';
import { startTicking } from './ticking.js';
import { startToolbar } from './toolbar.js';
import { addOwnTools, addTools, startTools } from './tools.js';
import { startUnsent } from './unsent.js';
import { startViews } from './views.js';
import { startWorker } from './worker-registration.js';

markDeskBrowser();
startViews(); // before anything looks for what is in view
const { arrivals } = startLive({ outlasts: true });
document.addEventListener('dateline:shown', addTools);
document.addEventListener('dateline:posted', (event) => {
  const { value } = /** @type {CustomEvent<{value: string}>} */ (event).detail; // the update's public id
  arrivals?.expect(value);
  addOwnTools(value);
});
startTools();
startFinding();
startGoto(() => arrivals?.showHeld());
startShare();
startTicking();
startConfirming();
startEnter();
startToolbar();
startPaste();
startReadyTexts();
startMainAction();
startTakingBack();
startCities();
startOrdering();
startSending();
removeOldDrafts();
startRemembered(); // before a draft is put back, which knows better
startFolds(); // before a text is put back in one
startDrafts();
startOutbox();
startOffers();
startUnsent();
startCounts();
startPreview();
startFeedback();
startChips();
startDateline();
startShortcuts();
startFocusText();
startPhone();
startEditing();
startHabits();
startChoosing();
startSharedText();
startKnownVisits();
startWorker();
