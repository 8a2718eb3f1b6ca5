"""A push service for tests (RFC 8030), and the browsers that it serves, which decrypt with a library of others."""

from __future__ import annotations

import base64
import json
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from blog.push.apart import POLICY, Pusher
from blog.push.vapid import to_base64url
from tests.servers import node
from tests.servers.ports import HOST

PUSH_HOST, OTHER_HOST = "push.example", "other.example"
PUBLIC = "93.184.216.34"
CREATED, GONE = 201, 410


@dataclass
class Device:
    """A browser with a subscription at a service, as `PushSubscription.toJSON` writes it."""

    name: str
    host: str = PUSH_HOST
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def endpoint(self) -> str:
        return f"https://{self.host}/send/{self.name}"

    def subscription(self, *about: str) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": to_base64url(point), "auth": to_base64url(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys, "about": list(about or ("banner",))}


@dataclass(frozen=True)
class Sent:
    """A message as it came in."""

    name: str
    headers: dict[str, str]
    body: bytes


class PushServer:
    """A service at several hosts. `answers` are its statuses by device, otherwise 201; `sent` is what it took.

    `before` is called with each device's name before it is answered.
    """

    def __init__(self, folder: Path) -> None:
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.sent: list[Sent] = []
        self.tried: list[str] = []
        self.connections = 0
        self.before: Callable[[str], None] = lambda _name: None
        self._lock = Lock()
        authority = trustme.CA()
        self.authorities = folder / "authority.pem"
        authority.cert_pem.write_to_path(self.authorities)
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(PUSH_HOST, OTHER_HOST).configure_cert(serving)
        self._server = self._made()
        self._server.socket = serving.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    def pusher(self, *, address: str = PUBLIC) -> Pusher:
        """What sends for a site, with the real guard: the hosts are believed to be at `address`."""
        return pusher_to(self.port, str(self.authorities), address=address)

    def notifications(self, *devices: Device) -> list[tuple[str, dict[str, Any]]]:
        """What came for these devices, decrypted: the name of each and the notification."""
        return [(sent.name, json.loads(each["content"])["notification"]) for sent, each in self._opened(devices)]

    def claims(self, *devices: Device) -> list[dict[str, Any]]:
        """What the tokens say, whose signatures were checked."""
        return [each["claims"] for _, each in self._opened(devices)]

    def titles(self, *devices: Device) -> list[tuple[str, str]]:
        return [(name, shown["title"]) for name, shown in self.notifications(*devices)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _opened(self, devices: tuple[Device, ...]) -> list[tuple[Sent, Any]]:
        by_name = {device.name: device for device in devices}
        known = [sent for sent in self.sent if sent.name in by_name]
        asked = [
            {
                "body": base64.b64encode(sent.body).decode(),
                "privateKey": to_base64url(by_name[sent.name].key.private_numbers().private_value.to_bytes(32)),
                "auth": to_base64url(by_name[sent.name].auth),
                "authorization": sent.headers["authorization"],
            }
            for sent in known
        ]
        library = node.npm_tool(*node.HTTP_ECE) / "ece.js"
        done = node.node().run(Path(__file__).with_name("decrypted.mjs"), str(library), stdin=json.dumps(asked))
        assert done.returncode == 0, done.stderr
        return list(zip(known, json.loads(done.stdout), strict=True))

    def _made(self) -> ThreadingHTTPServer:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                service.connections += 1

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                name = self.path.rpartition("/")[2]
                service.before(name)
                status, headers = service.answers.get(name, (CREATED, {}))
                with service._lock:
                    service.tried.append(name)
                    if status == CREATED:
                        service.sent.append(Sent(name, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(status)
                for header, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(header, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass

        return Server((HOST, 0), Handler)


def pusher_to(port: int, authorities: str, *, address: str = PUBLIC) -> Pusher:
    """What sends to the service at a port of this machine, with the real guard."""
    policy = type(POLICY)(lambda _host, _port: [address], POLICY.is_allowed, POLICY.ports, POLICY.schemes)
    return Pusher("Dateline (+https://live.example)", policy, lambda _target: [(HOST, port)], authorities)


@contextmanager
def push_server(folder: Path) -> Iterator[PushServer]:
    made = PushServer(folder)
    try:
        yield made
    finally:
        made.close()
