/** Follows the desk's own stream: what waits and what colleagues change appears on the page by itself. */

import { writeAges } from '../../ages.js';
import { writeMoments } from '../../clocks.js';
import { htmx } from '../../htmx.js';
import { Inbox } from '../../inbox.js';
import { keepPlace } from '../../place.js';
import { Wire } from '../../wire.js';
import { Calls } from '../calls/calls.js';
import { writeCountdowns } from '../countdown.js';
import { presentToken } from '../tokens.js';
import { keepChoices } from './choices.js';
import { spareForms } from './forms.js';
import { makeRoom, startNews } from './news.js';
import { showPresence, startPresence } from './presence.js';

export function startStream() {
  const element = document.getElementById('desk-wire');
  if (!element || !htmx) return;
  const calls = new Calls(element);
  let restore = () => {};
  const inbox = new Inbox(element, {
    before(content) {
      calls.look(content);
      writeMoments(content);
      writeAges(content);
      writeCountdowns(content);
      fillTokens(content);
      spareForms(content);
      makeRoom(content);
      restore = keepChoices();
      return false;
    },
    after() {
      restore();
      document.dispatchEvent(new Event('dateline:heard'));
    },
    present: showPresence,
  });
  startPresence();
  startNews();
  new Wire(element, inbox, { outlasts: true, signedOut: showSignedOut });
}

/** The session has ended, on this device or from another one. The sign-in opens in a tab of its own, so that what is typed stays.
 * @param {boolean} isSignedOut */
function showSignedOut(isSignedOut) {
  const sentence = document.getElementById('signed-out');
  if (!sentence || sentence.hidden !== isSignedOut) return;
  const keep = keepPlace(false);
  sentence.hidden = !isSignedOut;
  keep();
}

/** One message is for all sessions of an account, and a token for one.
 * @param {DocumentFragment} content */
function fillTokens(content) {
  for (const field of content.querySelectorAll('input[name=csrf_token]')) field.setAttribute('value', presentToken());
}
