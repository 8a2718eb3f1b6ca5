/** Entry of the feed, or of one update, inside another site's frame: live changes and running clocks. */

import { startAges } from '../ages.js';
import { restoreUnknownChoices } from '../asked.js';
import { startDays } from '../days.js';
import { startLive } from '../live.js';
import { isAtTop } from '../place.js';
import { returnToReloadedPlace } from '../reloaded-place.js';
import { startTicking } from '../ticking.js';
import { addOwnTimes } from './time.js';

/**
 * `host.js` makes the frame as high as its text, so the page around it scrolls and not the frame. An
 * IntersectionObserver is the only way to learn what is in view then. A frame that was embedded by hand scrolls like any page.
 */
function watchTop() {
  const list = document.getElementById('updates');
  const top = list?.previousElementSibling ?? list; // the list itself is in view until its last line has left
  const inView = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inView.set(target, isIntersecting);
  });
  for (const element of [top, list]) if (element) observer.observe(element);
  // A list that is out of view may change as well: the page around keeps its reader's place.
  return () => isAtTop() && (inView.get(top) !== false || inView.get(list) === false);
}

/**
 * The host of the page around this frame, and nothing else of it: the site's own newsroom sees where its feed is read. Firefox
 * knows it by the referrer alone, which that page may withhold.
 */
function siteAround() {
  const around = location.ancestorOrigins?.[0] ?? document.referrer;
  return parent !== window && URL.canParse(around) ? new URL(around).hostname : '';
}

function tellSite() {
  const wire = document.getElementById('wire');
  const site = siteAround();
  if (!wire || !site) return;
  const address = new URL(wire.dataset.socket ?? '', location.href);
  address.searchParams.set('site', site);
  wire.dataset.socket = address.pathname + address.search;
}

restoreUnknownChoices();
tellSite();
startDays();
startAges();
startTicking();
addOwnTimes();
document.addEventListener('dateline:shown', addOwnTimes);
startLive({ atTop: watchTop() });
returnToReloadedPlace();
