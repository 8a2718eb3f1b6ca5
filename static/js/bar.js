/** Shows the bar at the top of a visit while its head is out of view, and copies the status and the last change into it. */

export function startBar() {
  const bar = document.getElementById('bar');
  const head = document.querySelector('.visit-top');
  if (!bar || !head) return;
  new IntersectionObserver(([entry]) => {
    if (!entry) return;
    const isAbove = !entry.isIntersecting && entry.boundingClientRect.bottom <= 0;
    bar.toggleAttribute('data-shown', isAbove);
  }).observe(head);
  bar.querySelector('.bar-top')?.addEventListener('click', (event) => {
    event.preventDefault();
    goToTop();
  });
  const write = () => writeState(bar);
  write();
  document.addEventListener('dateline:shown', write);
  document.addEventListener('dateline:clock', write);
}

/** Without `#top` in the address, which would be shared. The keyboard and a screen reader continue from the title. */
function goToTop() {
  scrollTo({ top: 0 });
  const title = document.getElementById('visit-title');
  if (!title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

/** @param {HTMLElement} bar */
function writeState(bar) {
  const copies = ['visit-status', 'visit-updated'].flatMap((id) => {
    const copy = document.getElementById(id)?.cloneNode(true);
    if (!(copy instanceof HTMLElement) || copy.hidden) return [];
    const words = document.createElement('span');
    words.className = copy.className;
    words.replaceChildren(...copy.childNodes);
    return [words];
  });
  bar.querySelector('.bar-state')?.replaceChildren(...copies);
}
