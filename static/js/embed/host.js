/**
 * Embeds feeds in other sites' pages: after its own script tag, and in elements with `data-dateline-embed`.
 *   <script async src="https://…/embed.js" data-visit="beijing-2010" data-theme="auto" data-limit="10" data-topic="iran"></script>
 *   <div data-dateline-embed="beijing-2010"><a href="https://…/live/beijing-2010">A visit to Beijing</a></div>
 * A frame is as high as its text. The script adds nothing else to the page: no global, no style sheet, no attribute.
 */
(function () {
  'use strict';

  var SITE = 'https://live.example.org'; // replaced by the site's own address when the script is served
  // The two sentences below in other languages, by their tags; put in when the script is served.
  /** @type {Record<string, string[]>} */
  var WORDS = JSON.parse('{"words":[]}');
  var OPTIONS = ['theme', 'limit', 'topic', 'speaker', 'delegation', 'kind', 'stop', 'lang', 'key', 'ui'];
  var STARTED = Symbol.for('dateline'); // shared with a second copy of this script
  // A site's own rule for all frames, such as one for videos, must not cut off the text.
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

  /**
   * The words for a frame in the language that was chosen for it, or else in that of the page around it.
   * @param {DOMStringMap} data @param {number} which @param {string} english
   */
  function wordsOf(data, which, english) {
    var tag = data.ui || document.documentElement.lang;
    var traditional = /^zh-(?!.*\bhans\b)(.*-)?(hant|tw|hk|mo)\b/i.test(tag) ? WORDS['zh-Hant'] : null;
    return (WORDS[tag] || traditional || WORDS[tag.split('-')[0]] || [])[which] || english;
  }

  /** @param {DOMStringMap} data @param {URL} url */
  function makeFrame(data, url) {
    var frame = document.createElement('iframe');
    frame.name = 'dateline-' + Math.random().toString(36).slice(2);
    frame.title = data.title || wordsOf(data, 0, 'Live updates');
    frame.loading = 'lazy';
    frame.style.border = '0'; // overridable: a site may want a border
    for (var name in FIXED) fix(frame, name, FIXED[name]);
    fix(frame, 'height', AT_FIRST_PX + 'px');
    frame.src = url.href;
    return frame;
  }

  /**
   * Through CSSOM, which a strict style-src allows, and above the site's own rules for frames.
   * @param {HTMLElement} frame @param {string} name @param {string} value
   */
  function fix(frame, name, value) {
    frame.style.setProperty(name, value, 'important');
  }

  /**
   * The frame's height includes its borders and paddings.
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
   * The element that scrolls the frame: usually the document.
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
   * Scrolls by `moved`, how far the text in view has moved down inside the frame, but never further than the frame has
   * grown, so that its content cannot scroll the page at will.
   * @param {HTMLIFrameElement} frame @param {number} text @param {number} moved
   */
  function setHeight(frame, text, moved) {
    var height = text + heightAround(frame) + 'px';
    if (frame.style.height === height) return;
    var before = frame.getBoundingClientRect();
    var scroller = scrollerOf(frame);
    var edge = scroller.contains(document.body) ? 0 : scroller.getBoundingClientRect().top;
    var isCut = before.top < edge;
    // A browser with scroll anchoring would move the page a second time.
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
   * A link in place of a frame that stays empty: its site is down, or does not allow this one to embed it.
   * @param {DOMStringMap} data
   */
  function makeLink(data) {
    var line = document.createElement('p');
    var link = line.appendChild(document.createElement('a'));
    var address = new URL(pathOf(data), base);
    if (data.ui) address.searchParams.set('ui', data.ui);
    link.href = address.href;
    link.textContent = wordsOf(data, 1, 'Read it at %(site)s').replace('%(site)s', base.host);
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
     * In a sandbox, around this page or added to the frame by the site, the frame's origin is opaque.
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
    // Browsers fire this for the error page of a refused frame as well.
    frame.addEventListener('load', function () {
      setTimeout(giveUp, GREETING_MS);
    });

    if (data.datelineEmbed) {
      if (place.querySelector('a[href]')) instead = [].slice.call(place.childNodes);
      place.replaceChildren(frame);
    } else place.after(frame);
  }

  /**
   * Whether the link inside leads to another site, whose script the element is for.
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
    // Script tags that were inserted as HTML, which browsers do not run, and those that another loader ran.
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
