/** Owns the number of unread updates in the tab's title. */

const LIVE = 'Live: ';
const plain = document.title.replace(LIVE, '');

/** Called after every message: a visit may have paused or ended with it.
 * @param {number} count */
export function showUnread(count) {
  const isLive = document.querySelector('#visit-head[data-status=live]') !== null;
  document.title = `${count > 0 ? `(${count}) ` : ''}${isLive ? LIVE : ''}${plain}`;
}
