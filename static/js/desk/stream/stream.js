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
import { veil } from './veil.js';

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
  new Wire(element, inbox, { outlasts: true, shut: showShut });
}

/** The session has ended, or its account is switched off or no longer belongs to this visit: nothing more comes, and what is typed stays.
 * @param {import('../../polling.js').Outcome | ''} outcome empty once the page is let in again
 * @param {string} reason the server's sentence */
function showShut(outcome, reason) {
  const said = document.getElementById('shut-out-reason');
  if (said && reason) said.textContent = reason;
  show('signed-out', outcome === 'signed out');
  show('shut-out', outcome === 'refused' || outcome === 'gone');
  if (outcome !== 'signed out') veil(outcome !== '');
}

/** @param {string} id @param {boolean} isShown */
function show(id, isShown) {
  const notice = document.getElementById(id);
  if (!notice || notice.hidden !== isShown) return;
  const keep = keepPlace(false);
  notice.hidden = !isShown;
  keep();
}

/** One message is for all sessions of an account, and a token for one.
 * @param {DocumentFragment} content */
function fillTokens(content) {
  for (const field of content.querySelectorAll('input[name=csrf_token]')) field.setAttribute('value', presentToken());
}
