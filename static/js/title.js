/** Owns the number of unread updates in the tab's title. */

const plain = document.title;

/** @param {number} count */
export function showUnread(count) {
  document.title = count > 0 ? `(${count}) ${plain}` : plain;
}
