"""Another newsroom's site: a page of another origin with the feed in it, by the script and by a plain iframe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# Another site, and not only another port: browsers keep their frames in processes of their own.
NAME = "localhost"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The Other Paper</title>
<link rel="icon" href="data:,">
<style>
  :root {{ color-scheme: light dark; }}
  body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.5 Georgia, serif; }}
</style>
<h1>The Other Paper</h1>
<p>Our correspondents follow the visit with the colleagues of Dateline.</p>
<div id="by-script">{script}</div>
<p>The paper goes on below the feed.</p>
<div id="by-hand">{frame}</div>
"""

# A site that lets nothing in but what it must. It has no styles of its own, or its own policy would forbid them.
STRICT_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The Strict Paper</title>
<h1>The Strict Paper</h1>
{body}
<p>The paper goes on below the feed.</p>
"""


# What the wp-embed.js of WordPress does, in short: it hands the secret over, sets heights from 200 to 1,000 pixels,
# and follows a link to the frame's own host while the frame has the focus.
WORDPRESS_SCRIPT = """
const frame = document.querySelector('iframe.wp-embedded-content');
const secret = frame.dataset.secret ?? Math.random().toString(36).slice(2, 12);
if (!frame.dataset.secret) frame.src += '#?secret=' + secret;
frame.dataset.secret = secret;
window.heard = [];
addEventListener('message', ({ data, source }) => {
  if (source !== frame.contentWindow || data?.secret !== secret) return;
  heard.push(data);
  if (data.message === 'height') frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
  if (data.message !== 'link' || new URL(data.value).host !== new URL(frame.src).host) return;
  if (document.activeElement === frame) top.location.href = data.value;
});
addEventListener('load', () => frame.contentWindow.postMessage({ message: 'ready', secret }, '*'));
"""
SECRET = "s3cr3tWord"


class Host:
    """Serves one page; the methods that begin with `show` say what is in it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://{NAME}:{port}"
        self.page = self.policy = ""

    def show(self, site_url: str, slug: str, *, both: bool = True, options: str = "") -> str:
        """The address of a page that shows the feed of a visit by the script and, unless told not to, by hand."""
        frame = f'<iframe title="By hand" width="600" height="500" src="{site_url}/live/{slug}/embed"></iframe>'
        script = f'<script async src="{site_url}/embed.js" data-visit="{slug}"{options}></script>'
        self.page, self.policy = PAGE.format(script=script, frame=frame if both else ""), ""
        return f"{self.url}/"

    def show_strictly(self, site_url: str, body: str) -> str:
        """The address of a page with this in it, which lets in the site's script and frame and nothing else at all."""
        self.page = STRICT_PAGE.format(body=body)
        self.policy = f"default-src 'none'; script-src {site_url}; frame-src {site_url}"
        return f"{self.url}/"

    def show_in_wordpress(self, answer_html: str, *, secret: str = SECRET, script: str = WORDPRESS_SCRIPT) -> str:
        """The address of a page with the `html` of an oEmbed answer as WordPress lets it through."""
        source, attributes = _kept_by_wordpress(answer_html)
        known = f' data-secret="{secret}"' if secret else ""
        source += f"#?secret={secret}" if secret else ""
        sandbox = 'class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
        frame = f'<iframe {sandbox} src="{source}"{known}{attributes}></iframe>'
        self.page = STRICT_PAGE.format(body=f"{frame}<script>{script}</script>")
        self.policy = ""
        return f"{self.url}/"

    def show_in_sandbox(self, source: str, sandbox: str, style: str = "") -> str:
        """The address of a page with a frame by hand in a sandbox."""
        frame = f'<iframe sandbox="{sandbox}" src="{source}" title="Sandboxed" width="600" height="900"></iframe>'
        self.page, self.policy = STRICT_PAGE.format(body=f"<style>{style}</style>{frame}"), ""
        return f"{self.url}/"


def _kept_by_wordpress(html: str) -> tuple[str, str]:
    """The address and what else WordPress's wp_filter_oembed_result keeps of an iframe's attributes."""
    given = dict(re.findall(r'([a-z-]+)="([^"]*)"', html))
    kept = ("width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title")
    return given["src"], "".join(f' {name}="{given[name]}"' for name in kept if name in given)


@contextmanager
def host_server() -> Iterator[Host]:
    """The other site, for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = host.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if host.policy:
                self.send_header("Content-Security-Policy", host.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing between the tests' dots."""

    with ThreadingHTTPServer((NAME, 0), Handler) as server:
        host = Host(server.server_port)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield host
        finally:
            server.shutdown()
