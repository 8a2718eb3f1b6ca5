"""The two ways a socket is opened, from memory and by flask-sock: a page cannot tell which it was."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from email.parser import Parser
from urllib.parse import urlsplit

import pytest

from tests.conftest import FOOTINGS, Footing
from tests.serving import Dateline, serving
from tests.talks import Talks

# The example of RFC 6455 section 1.3.
KEY, ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
OFFER = "permessage-deflate; client_max_window_bits"
# flask-sock's door opens this one: the door before Flask leaves subprotocols alone.
SLOWLY = {"Sec-WebSocket-Protocol": "none"}


@pytest.fixture(scope="module", params=FOOTINGS)
def dateline(
    request: pytest.FixtureRequest, footing: Callable[[str], Footing], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dateline]:
    with footing(request.param) as (url, bell), serving(url, tmp_path_factory.mktemp("door"), **bell) as dateline:
        yield dateline


@pytest.fixture
def visit(dateline: Dateline) -> Talks:
    return dateline.open_visit()


def knock(dateline: Dateline, slug: str, method: str = "GET", **headers: str | None) -> tuple[str, dict[str, str]]:
    """Asks for a socket while the visit is in memory: the status, and the headers by their names in small letters."""
    assert dateline.get(f"/live/{slug}").status_code == 200
    address = urlsplit(dateline.url)
    usual = {
        "Host": address.netloc,
        "Upgrade": "websocket",
        "Connection": "keep-alive, Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Extensions": OFFER,
    }
    given = {name: text for name, text in (usual | headers).items() if text is not None}
    lines = [f"{method} /live/{slug}/ws HTTP/1.1", *(f"{name}: {text}" for name, text in given.items()), "", ""]
    with closing(socket.create_connection((address.hostname, address.port), timeout=10)) as line:
        line.sendall("\r\n".join(lines).encode())
        answer = b""
        while b"\r\n\r\n" not in answer and (part := line.recv(4096)):
            answer += part
    status, _, rest = answer.partition(b"\r\n\r\n")[0].decode().partition("\r\n")
    return status.partition(" ")[2], {name.lower(): text for name, text in Parser().parsestr(rest).items()}


@pytest.mark.parametrize("offer", [OFFER, None])
def test_both_doors_answer_a_handshake_alike(dateline: Dateline, visit: Talks, offer: str | None) -> None:
    quick = knock(dateline, visit.slug, **{"Sec-WebSocket-Extensions": offer})
    slow = knock(dateline, visit.slug, **{"Sec-WebSocket-Extensions": offer} | SLOWLY)
    for status, headers in (quick, slow):
        assert status.startswith("101")
        assert headers["sec-websocket-accept"] == ACCEPT
        assert headers["upgrade"].lower() == "websocket"
        assert headers["connection"].lower() == "upgrade"
    quick_terms, slow_terms = (_terms(headers) for _, headers in (quick, slow))
    assert quick_terms == slow_terms
    assert ("permessage-deflate" in quick_terms) == bool(offer)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://elsewhere.example"}, "403"),
        ({"Origin": "null"}, "403"),
        ({"Sec-WebSocket-Version": "8"}, "4"),
        ({"Sec-WebSocket-Key": None}, "4"),
        ({"Connection": "keep-alive"}, "4"),
    ],
)
def test_the_door_before_flask_opens_for_no_handshake_that_is_wrong(
    dateline: Dateline, visit: Talks, headers: dict[str, str | None], status: str
) -> None:
    answer, _ = knock(dateline, visit.slug, **headers)
    assert not answer.startswith("101")
    assert dateline.is_ready()
    if status == "403":
        assert answer.startswith("403")


def test_a_page_of_this_site_is_let_in_by_its_public_address_and_by_its_host(dateline: Dateline, visit: Talks) -> None:
    for origin in (dateline.url, f"http://{urlsplit(dateline.url).netloc}"):
        assert knock(dateline, visit.slug, Origin=origin)[0].startswith("101")


def _terms(headers: dict[str, str]) -> set[str]:
    return {term.strip() for term in headers.get("sec-websocket-extensions", "").split(";")}
