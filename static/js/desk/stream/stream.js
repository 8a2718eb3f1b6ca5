/** Follows the desk's own stream: what waits and what colleagues change appears on the page by itself. */

import { writeAges } from '../../ages.js';
import { writeMoments } from '../../clocks.js';
import { htmx } from '../../htmx.js';
import { Inbox } from '../../inbox.js';
import { Wire } from '../../wire.js';
import { presentToken } from '../tokens.js';

export function startStream() {
  const element = document.getElementById('desk-wire');
  if (!element || !htmx) return;
  const inbox = new Inbox(element, { before, after });
  new Wire(element, inbox, { outlasts: true });
}

/** @param {DocumentFragment} content of a message */
function before(content) {
  writeMoments(content);
  writeAges(content);
  for (const field of content.querySelectorAll('input[name=csrf_token]')) {
    field.setAttribute('value', presentToken()); // one message is for all sessions of an account
  }
  return false;
}

function after() {
  document.dispatchEvent(new Event('dateline:heard'));
}
