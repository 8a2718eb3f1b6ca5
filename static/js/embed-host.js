/**
 * Puts a visit's feed where its script tag stands, in a frame that is as high as its text. Runs on other people's pages:
 *   <script src="https://…/embed.js" data-visit="beijing-2010" data-theme="auto" data-limit="10" data-topic="iran" async></script>
 */
(function () {
  'use strict';

  var OPTIONS = ['theme', 'limit', 'topic'];
  var HIGHEST_PX = 100000;

  function address(script) {
    var url = new URL('live/' + encodeURIComponent(script.dataset.visit) + '/embed', new URL('.', script.src));
    OPTIONS.forEach(function (name) {
      if (script.dataset[name]) url.searchParams.set(name, script.dataset[name]);
    });
    return url;
  }

  function makeFrame(script, url) {
    var frame = document.createElement('iframe');
    frame.name = 'dateline-' + Math.random().toString(36).slice(2);
    frame.title = script.dataset.title || 'Live updates';
    frame.loading = 'lazy';
    // By CSSOM, which a strict style-src allows.
    frame.style.cssText = 'display:block;width:100%;border:0;height:480px';
    frame.src = url.href;
    return frame;
  }

  function setHeight(frame, height) {
    var before = frame.getBoundingClientRect();
    var isAbove = before.bottom <= 0;
    if (Math.round(before.height) === height) return;
    var anchor = document.scrollingElement.style;
    if (isAbove) anchor.overflowAnchor = 'none'; // or a browser with scroll anchoring would move the page a second time
    frame.style.height = height + 'px';
    if (!isAbove) return;
    window.scrollBy({ top: frame.getBoundingClientRect().bottom - before.bottom, behavior: 'instant' });
    requestAnimationFrame(function () { anchor.overflowAnchor = ''; });
  }

  function start(script) {
    if (!script.dataset.visit || script.dataset.started) return;
    script.dataset.started = 'true';
    var url = address(script);
    var frame = makeFrame(script, url);
    window.addEventListener('message', function (event) {
      if (event.source !== frame.contentWindow || event.origin !== url.origin) return;
      var data = event.data;
      if (!data || data.dateline !== 'height' || data.id !== frame.name) return;
      if (data.height > 0 && data.height <= HIGHEST_PX) setHeight(frame, Math.ceil(data.height));
    });
    script.after(frame);
  }

  if (document.currentScript) start(document.currentScript);
  else document.querySelectorAll('script[data-visit][src*="/embed.js"]').forEach(start);
})();
