"""Whether what is measured is right: an independent client decodes one message, plain and deflated."""

from __future__ import annotations

import json
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.bench.product import Product
from tests.bench.words import headline, paragraphs


def check_message(running: Product) -> None:
    """Raises RuntimeError unless both kinds of reader get the words that the desk was given, and the same cursor."""
    url = f"ws://127.0.0.1:{running.port}{running.socket_path()}"
    with connect(url, compression=None) as plain, connect(url, compression="deflate") as deflated:
        if "permessage-deflate" not in deflated.response.headers.get("Sec-WebSocket-Extensions", ""):  # type: ignore[union-attr]
            raise RuntimeError("the server does not compress")
        running.desk.post(paragraphs(0), headline=headline(0))
        messages = [_content(socket) for socket in (plain, deflated)]
    if messages[0] != messages[1] or headline(0) not in messages[0]["content"]:
        raise RuntimeError(f"readers did not get what was posted: {messages}")


def _content(socket: ClientConnection) -> dict[str, Any]:
    """The next message that is more than a heartbeat."""
    for _ in range(5):
        message: dict[str, Any] = json.loads(socket.recv(timeout=10))
        if "content" in message:
            return message
    raise RuntimeError("nothing but heartbeats came")
