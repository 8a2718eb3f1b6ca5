"""The program that encrypts messages and posts them to the services, away from whoever serves readers.

It is started by its path (`blog.push.apart`) and loads neither Flask nor the settings, and knows no key of the site.
A request in JSON comes in; for every message that was answered a line goes out.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import sys
from collections.abc import Iterable, Sequence
from http.client import HTTPException, HTTPSConnection
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any, TypedDict

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

# To one service at the same time; each goes on with the next message over the same connection.
CONNECTIONS = 12
ANSWER_SECONDS = 10.0
# No message is begun later, so that the answers come back before the process is given up.
SENDING_SECONDS = 30.0
MAX_ANSWER_BYTES = 16 * 1024
# After whatever serves readers.
NICENESS = 10


class Recipient(TypedDict):
    """One subscription: its id, the path at its service, and its keys in base64url."""

    id: int
    path: str
    public_key: str
    auth: str


class Service(TypedDict):
    """One origin: its checked addresses, the headers for it, and for whom it takes messages."""

    host: str
    addresses: list[tuple[str, int]]
    headers: dict[str, str]
    recipients: list[Recipient]


class Connection(HTTPSConnection):
    """A connection to an address that was checked, with the certificate of the name."""

    def __init__(self, service: Service, tls: ssl.SSLContext) -> None:
        super().__init__(service["host"], timeout=ANSWER_SECONDS, context=tls)
        self._addresses, self._tls = service["addresses"], tls

    def connect(self) -> None:
        error: OSError | None = None
        for ip, port in self._addresses:
            try:
                plain = socket.create_connection((ip, port), ANSWER_SECONDS)
                self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
                return
            except OSError as failed:
                error = failed
        raise error or OSError("no address")


def main() -> None:
    """Reads the request on standard input, and writes an answer for each message to standard output."""
    os.nice(NICENESS)
    request: dict[str, Any] = json.load(sys.stdin)
    tls, content = ssl.create_default_context(cafile=request["authorities"]), request["content"].encode()
    until = monotonic() + SENDING_SECONDS
    threads = [
        Thread(target=_send, args=(service, waiting, content, tls, until), daemon=True)
        for service in request["services"]
        for waiting in [_queue(service["recipients"])]
        for _ in range(min(CONNECTIONS, len(service["recipients"])))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _queue(recipients: Iterable[Recipient]) -> SimpleQueue[Recipient]:
    waiting: SimpleQueue[Recipient] = SimpleQueue()
    for recipient in recipients:
        waiting.put(recipient)
    return waiting


def _send(service: Service, waiting: SimpleQueue[Recipient], content: bytes, tls: ssl.SSLContext, until: float) -> None:
    """Sends to one recipient after the other. A connection that breaks is opened anew for the next."""
    connection = Connection(service, tls)
    while monotonic() < until:
        try:
            recipient = waiting.get_nowait()
        except Empty:
            break
        try:
            _answer(recipient["id"], *_post(connection, service, recipient, content))
        except (OSError, HTTPException) as error:
            connection.close()
            _answer(recipient["id"], None, type(error).__name__)
    connection.close()


def _post(connection: Connection, service: Service, recipient: Recipient, content: bytes) -> Sequence[Any]:
    """The status of the answer, and its `Retry-After`."""
    body = encrypted(content, recipient["public_key"], recipient["auth"])
    connection.request("POST", recipient["path"], body, service["headers"])
    answer = connection.getresponse()
    if len(answer.read(MAX_ANSWER_BYTES + 1)) > MAX_ANSWER_BYTES:
        connection.close()
    return answer.status, answer.headers.get("Retry-After", "")


def encrypted(content: bytes, public_key: str, auth: str) -> bytes:
    """The content as only this browser can read it (RFC 8291), with a key of its own."""
    return bytes(
        http_ece.encrypt(
            content,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes(public_key),
            auth_secret=_bytes(auth),
            version="aes128gcm",
        )
    )


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


_writing = Lock()


def _answer(recipient_id: int, status: int | None, said: str) -> None:
    with _writing:
        sys.stdout.write(json.dumps([recipient_id, status, said]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
