"""Other sites, played by local servers: the fetcher believes that they are on the public internet."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import trustme

from blog.fetching import Fetcher
from blog.fetching.posting import POLICY, Poster
from blog.fetching.targets import Policy
from tests.servers.ports import HOST

HTML = "text/html; charset=utf-8"
APP = "tests.app_with_elsewhere:app"
PUBLIC, OTHER = "93.184.216.34", "93.184.216.35"
NAMES = ("site.example", "www.youtube.com", "vimeo.com", "publish.twitter.com", "embed.bsky.app", "weibo.com")

Answer = Callable[[BaseHTTPRequestHandler], None]


class Elsewhere:
    """Sites at every address, over HTTP and HTTPS. `pages` are what they answer, by path without its question.

    `asked` are the requests, as `host path`; `connected` are the IP addresses that the fetcher connected to. `posted`
    are what came by POST, as headers in small letters and body, in order; what has no page is answered with 200.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.posted: list[tuple[dict[str, str], bytes]] = []
        self.connected: list[tuple[str, int]] = []
        self.agents: set[str] = set()
        self.addresses: dict[str, Sequence[str]] = {}
        self._authority = authority = trustme.CA()
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*NAMES).configure_cert(serving)
        self._trusting = ssl.create_default_context()
        authority.configure_trust(self._trusting)
        self._servers = {80: self._server(), 443: self._server()}
        self._servers[443].socket = serving.wrap_socket(self._servers[443].socket, server_side=True)
        self._threads = [Thread(target=one.serve_forever, args=(0.05,)) for one in self._servers.values()]
        for thread in self._threads:
            thread.start()

    def fetcher(self, *, resolve: Callable[[str, int], Sequence[str]] | None = None, seconds: float = 30.0) -> Fetcher:
        """A fetcher with the real guard, whose names and connections lead here."""
        policy = Policy(resolve=resolve or self._resolve)
        return Fetcher("Dateline (+https://live.example)", policy, self._connect, lambda: self._trusting, seconds)

    def poster(self, *, resolve: Callable[[str, int], Sequence[str]] | None = None, seconds: float = 30.0) -> Poster:
        """The same for what posts."""
        policy = replace(POLICY, resolve=resolve or self._resolve)
        return Poster("Dateline (+https://live.example)", policy, self._connect, lambda: self._trusting, seconds)

    def settings(self, folder: Path) -> dict[str, str]:
        """What a real server that serves `APP` needs in order to find every site here."""
        trusted = folder / "trusted.pem"
        self._authority.cert_pem.write_to_path(str(trusted))
        ports = " ".join(f"{port}={server.server_port}" for port, server in self._servers.items())
        return {"ELSEWHERE": ports, "SSL_CERT_FILE": str(trusted), "FETCH_LINKS": "on"}

    def page(
        self, path: str, body: str | bytes, content_type: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        """From now on, answers with this at a path."""
        data = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            for name, value in {"Content-Type": content_type, **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer

    @staticmethod
    def status(status: int, **headers: str) -> Answer:
        """An answer without a body."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()

        return answer

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """From now on, leads from a path to an address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", to)
            handler.end_headers()

        self.pages[path] = answer

    def close(self) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    def _resolve(self, host: str, _port: int) -> Sequence[str]:
        return self.addresses.get(host, [PUBLIC])

    def _connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(address)
        return socket.create_connection((HOST, self._servers[address[1]].server_port), timeout)

    def _server(self) -> ThreadingHTTPServer:
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                elsewhere.asked.append(f"{self.headers['Host']} {self.path}")
                elsewhere.agents.add(self.headers["User-Agent"])
                answer = elsewhere.pages.get(self.path.partition("?")[0])
                try:
                    answer(self) if answer else self.send_error(404)
                except OSError:  # the fetcher has read enough
                    self.close_connection = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                elsewhere.posted.append(({name.lower(): value for name, value in self.headers.items()}, body))
                answer = elsewhere.pages.get(self.path.partition("?")[0])
                try:
                    answer(self) if answer else elsewhere.status(200)(self)
                except OSError:  # the poster has waited long enough
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        return Server((HOST, 0), Handler)


@contextmanager
def elsewhere_served() -> Iterator[Elsewhere]:
    made = Elsewhere()
    try:
        yield made
    finally:
        made.close()
