/**
 * Puts feeds into other people's pages: where its own script tag stands, and into elements that are marked for one.
 *   <script async src="https://…/embed.js" data-visit="beijing-2010" data-theme="auto" data-limit="10" data-topic="iran"></script>
 *   <div data-dateline-embed="beijing-2010"><a href="https://…/live/beijing-2010">A visit to Beijing</a></div>
 * A frame is as high as its text. Nothing else is left behind: no name, no style sheet, no attribute on what is there.
 */
(function () {
  'use strict';

  var SITE = 'https://live.example.org'; // as it is served, the site that it comes from
  var OPTIONS = ['theme', 'limit', 'topic', 'speaker', 'delegation', 'kind', 'stop', 'lang', 'key'];
  var STARTED = Symbol.for('dateline'); // the same for a second copy of this script
  // A rule of a site for all its frames, made for films of one shape, must not cut off the text.
  /** @type {Record<string, string>} */
  var FIXED = {
    display: 'block',
    position: 'static',
    width: '100%',
    'box-sizing': 'border-box',
    'min-height': '0',
    'max-height': 'none',
    'aspect-ratio': 'auto',
  };
  var AT_FIRST_PX = 480;
  var HIGHEST_PX = 100000;
  var GREETING_MS = 5000;

  var own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  var base = own && own.src ? new URL('.', own.src) : new URL(SITE + '/');

  /** @param {DOMStringMap} data */
  function pathOf(data) {
    var path = 'live/' + encodeURIComponent(data.datelineEmbed || data.visit || '');
    return data.update ? path + '/updates/' + encodeURIComponent(data.update) : path;
  }

  /** @param {DOMStringMap} data */
  function addressOf(data) {
    var url = new URL(pathOf(data) + '/embed', base);
    OPTIONS.forEach(function (name) {
      var value = data[name];
      if (value) url.searchParams.set(name, value);
    });
    return url;
  }

  /** @param {DOMStringMap} data @param {URL} url */
  function makeFrame(data, url) {
    var frame = document.createElement('iframe');
    frame.name = 'dateline-' + Math.random().toString(36).slice(2);
    frame.title = data.title || 'Live updates';
    frame.loading = 'lazy';
    frame.style.border = '0'; // a site's own style may give it one
    for (var name in FIXED) fix(frame, name, FIXED[name]);
    fix(frame, 'height', AT_FIRST_PX + 'px');
    frame.src = url.href;
    return frame;
  }

  /**
   * By CSSOM, which a strict style-src allows, and over whatever a site's own style says of all frames.
   * @param {HTMLElement} frame @param {string} name @param {string} value
   */
  function fix(frame, name, value) {
    frame.style.setProperty(name, value, 'important');
  }

  /**
   * Borders and paddings are a part of a frame's own height.
   * @param {HTMLElement} frame
   */
  function heightAround(frame) {
    var style = getComputedStyle(frame);
    return [style.borderTopWidth, style.paddingTop, style.paddingBottom, style.borderBottomWidth].reduce(function (
      sum,
      width,
    ) {
      return sum + (parseFloat(width) || 0);
    }, 0);
  }

  /**
   * What the page scrolls in: mostly the window.
   * @param {HTMLElement} frame
   * @returns {HTMLElement}
   */
  function scrollerOf(frame) {
    for (var box = frame.parentElement; box && box !== document.body; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight) return box;
    }
    return /** @type {HTMLElement | null} */ (document.scrollingElement) || document.documentElement;
  }

  /**
   * `moved` is how far the text that is read has gone down inside the frame: never further than the frame has grown, so
   * that nothing in it can drive the page around it.
   * @param {HTMLIFrameElement} frame @param {number} text @param {number} moved
   */
  function setHeight(frame, text, moved) {
    var height = text + heightAround(frame) + 'px';
    if (frame.style.height === height) return;
    var before = frame.getBoundingClientRect();
    var scroller = scrollerOf(frame);
    var edge = scroller.contains(document.body) ? 0 : scroller.getBoundingClientRect().top;
    var isCut = before.top < edge;
    // Or a browser with scroll anchoring would move the page a second time.
    var anchoring = scroller.style.overflowAnchor;
    if (isCut) scroller.style.overflowAnchor = 'none';
    fix(frame, 'height', height);
    if (!isCut) return;
    var growth = frame.getBoundingClientRect().bottom - before.bottom;
    var most = Math.abs(growth);
    var by = before.bottom <= edge ? growth : Math.max(-most, Math.min(most, moved || 0));
    if (by) scroller.scrollBy({ top: by, behavior: 'instant' });
    requestAnimationFrame(function () {
      scroller.style.overflowAnchor = anchoring;
    });
  }

  /**
   * For a frame that stays empty: its site does not let this one embed it, or does not answer.
   * @param {DOMStringMap} data
   */
  function makeLink(data) {
    var line = document.createElement('p');
    var link = line.appendChild(document.createElement('a'));
    link.href = new URL(pathOf(data), base).href;
    link.textContent = 'Read it at ' + base.host;
    return line;
  }

  /** @param {HTMLElement} element */
  function start(element) {
    var place = /** @type {HTMLElement & Record<symbol, boolean>} */ (element);
    var data = place.dataset;
    if (place[STARTED] || !(data.visit || data.datelineEmbed)) return;
    place[STARTED] = true;
    var url = addressOf(data);
    var frame = makeFrame(data, url);
    /** @type {ChildNode[]} */
    var instead = [];
    var greeted = false;

    /** @param {unknown} title */
    function greet(title) {
      if (greeted) return;
      greeted = true;
      if (!data.title && title) frame.title = String(title).slice(0, 200);
      instead.forEach(function (node) {
        node.remove();
      });
      fix(frame, 'display', 'block');
    }

    /**
     * In a sandbox, be it around this page or put on by the site's own tools, the frame is of no origin.
     * @param {string} origin
     */
    function isExpected(origin) {
      var isSandboxed =
        self.origin === 'null' || (frame.hasAttribute('sandbox') && !frame.sandbox.contains('allow-same-origin'));
      return origin === (isSandboxed ? 'null' : url.origin);
    }

    function giveUp() {
      if (greeted || !frame.isConnected) return;
      if (!instead.length) instead = [makeLink(data)];
      frame.before.apply(frame, instead);
      fix(frame, 'display', 'none');
    }

    window.addEventListener('message', function (event) {
      if (!event.source || event.source !== frame.contentWindow || !isExpected(event.origin)) return;
      var said = event.data;
      if (!said || said.dateline !== 'height' || said.id !== frame.name) return;
      greet(said.title);
      if (said.height > 0 && said.height <= HIGHEST_PX) setHeight(frame, Math.ceil(said.height), Number(said.moved));
    });
    // It is fired for what the browser shows in the place of a refused frame as well.
    frame.addEventListener('load', function () {
      setTimeout(giveUp, GREETING_MS);
    });

    if (data.datelineEmbed) {
      if (place.querySelector('a[href]')) instead = [].slice.call(place.childNodes);
      place.replaceChildren(frame);
    } else place.after(frame);
  }

  /**
   * Whether a link inside says that the element is for the script of another site.
   * @param {HTMLElement} place
   */
  function isForeign(place) {
    var link = /** @type {HTMLAnchorElement | null} */ (place.querySelector('a[href]'));
    return link !== null && link.origin !== base.origin;
  }

  function look() {
    /** @type {NodeListOf<HTMLElement>} */
    var marked = document.querySelectorAll('[data-dateline-embed]');
    marked.forEach(function (place) {
      if (!isForeign(place)) start(place);
    });
    // Those that a page put in as mere text, which no browser runs, and those that ran under another name.
    /** @type {NodeListOf<HTMLScriptElement>} */
    var scripts = document.querySelectorAll('script[data-visit][src]');
    scripts.forEach(function (place) {
      if (place.src.split(/[?#]/)[0] === new URL('embed.js', base).href) start(place);
    });
  }

  if (own) start(own);
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})();
