/** Moves the page to the other address of its updates when the visit is held or released: readers have none of a held visit. */

/** @param {import('../../wire.js').Wire} wire */
export function startDoors(wire) {
  const element = document.getElementById('wire');
  document.addEventListener('dateline:heard', () => {
    const doors = document.getElementById('doors');
    if (!element || !doors || doors.dataset.socket === element.dataset.socket) return;
    element.dataset.socket = doors.dataset.socket;
    element.dataset.since = doors.dataset.since;
    wire.reconnect();
  });
}
