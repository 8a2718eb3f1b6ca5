"""The ways a socket is opened, from memory and by flask-sock: a page cannot tell which it was.

From memory there are two, before gunicorn reads the request and after: see test_early_handshake.py.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from email.parser import Parser
from urllib.parse import urlsplit

import pytest

from tests.conftest import FOOTINGS, Footing
from tests.metrics import measured
from tests.sample_visit import SampleVisit
from tests.serving import Dateline, serving

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
def visit(dateline: Dateline) -> SampleVisit:
    return dateline.open_visit()


def knock(
    dateline: Dateline,
    slug: str,
    method: str = "GET",
    version: str = "1.1",
    kept: bool = False,
    **headers: str | list[str] | None,
) -> tuple[str, dict[str, str]]:
    """Asks for a socket while the visit is in memory: the status, and the headers by their names in small letters.

    On a connection that is `kept` from another request, gunicorn reads the handshake.
    """
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
    given = {name: [text] if isinstance(text, str) else text or [] for name, text in (usual | headers).items()}
    fields = [f"{name}: {text}" for name, texts in given.items() for text in texts]
    lines = [f"{method} /live/{slug}/ws HTTP/{version}", *fields, "", ""]
    with closing(socket.create_connection((address.hostname, address.port), timeout=10)) as line:
        if kept:
            line.sendall(f"GET /healthz HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
            while not (before := line.recv(4096)).endswith(b"alive\n"):
                assert before, "the connection was not kept"
        line.sendall("\r\n".join(lines).encode())
        answer = b""
        while b"\r\n\r\n" not in answer and (part := line.recv(4096)):
            answer += part
    status, _, rest = answer.partition(b"\r\n\r\n")[0].decode().partition("\r\n")
    return status.partition(" ")[2], {name.lower(): text for name, text in Parser().parsestr(rest).items()}


@pytest.mark.parametrize("offer", [OFFER, None])
def test_all_doors_answer_a_handshake_alike(dateline: Dateline, visit: SampleVisit, offer: str | None) -> None:
    quick, kept = (
        knock(dateline, visit.slug, kept=kept, **{"Sec-WebSocket-Extensions": offer}) for kept in (False, True)
    )
    slow = knock(dateline, visit.slug, **{"Sec-WebSocket-Extensions": offer} | SLOWLY)
    for status, headers in (quick, kept, slow):
        assert status.startswith("101")
        assert headers["sec-websocket-accept"] == ACCEPT
        assert headers["upgrade"].lower() == "websocket"
        assert headers["connection"].lower() == "upgrade"
    quick_terms, kept_terms, slow_terms = (_terms(headers) for _, headers in (quick, kept, slow))
    assert quick_terms == kept_terms == slow_terms
    assert ("permessage-deflate" in quick_terms) == bool(offer)


# What is wrong with a handshake, and how it is answered.
WRONG: list[tuple[dict[str, str | list[str] | None], str]] = [
    ({"Origin": "https://elsewhere.example"}, "403"),
    ({"Origin": "null"}, "403"),
    ({"Origin": "http://[::1"}, "400"),
    ({"Origin": "nowhere"}, "400"),
    ({"Origin": "http://localhost:x"}, "400"),
    ({"Sec-WebSocket-Version": "8"}, "426"),
    ({"Sec-WebSocket-Version": "14"}, "426"),
    ({"Sec-WebSocket-Version": "013"}, "426"),
    ({"Sec-WebSocket-Version": "13, 8"}, "400"),
    ({"Sec-WebSocket-Version": ["13", "8"]}, "400"),
    ({"Sec-WebSocket-Version": ["13", "13"]}, "400"),
    ({"Sec-WebSocket-Version": ""}, "400"),
    ({"Sec-WebSocket-Version": None}, "400"),
    ({"Sec-WebSocket-Key": None}, "400"),
    ({"Sec-WebSocket-Key": ""}, "400"),
    ({"Sec-WebSocket-Key": "c2hvcnQ="}, "400"),
    ({"Sec-WebSocket-Key": KEY + "AAAA"}, "400"),
    ({"Sec-WebSocket-Key": "!" * 24}, "400"),
    ({"Sec-WebSocket-Key": "\xe9" * 24}, "400"),
    ({"Sec-WebSocket-Key": [KEY, KEY]}, "400"),
    ({"Host": None}, "400"),
    ({"Connection": "keep-alive"}, "426"),
    ({"Connection": None}, "426"),
    ({"Upgrade": None}, "426"),
    ({"Upgrade": "h2c"}, "426"),
    ({"Upgrade": "websockets"}, "426"),
    ({"Upgrade": None, "Connection": None, "Sec-WebSocket-Version": None, "Sec-WebSocket-Key": None}, "426"),
]


@pytest.mark.parametrize(("headers", "status"), WRONG)
def test_neither_door_opens_for_a_handshake_that_is_wrong(
    dateline: Dateline, visit: SampleVisit, headers: dict[str, str | list[str] | None], status: str
) -> None:
    for way in ({}, SLOWLY):
        answer, said = knock(dateline, visit.slug, **headers | way)
        assert answer[:3] == status, answer
        if status == "426":
            assert (said["upgrade"], said["connection"].lower()) == ("websocket", "upgrade")
            assert said["sec-websocket-version"] == "13"
    assert "Traceback" not in dateline._process.log.read_text()


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_a_socket_is_opened_with_get_alone(dateline: Dateline, visit: SampleVisit, method: str) -> None:
    for headers in ({}, SLOWLY, {"Upgrade": None, "Connection": None}):
        answer, said = knock(dateline, visit.slug, method, **headers)
        assert answer[:3] == "405", answer
        assert said["allow"] == "GET"


def test_http_1_0_knows_no_sockets(dateline: Dateline, visit: SampleVisit) -> None:
    for way in ({}, SLOWLY):
        assert knock(dateline, visit.slug, version="1.0", **way)[0][:3] == "426"


@pytest.mark.parametrize(
    "headers",
    [
        {"Connection": "UPGRADE"},
        {"Connection": ["keep-alive", "Upgrade"]},
        {"Upgrade": "WebSocket"},
        {"Upgrade": "h2c, websocket"},
        {"Sec-WebSocket-Extensions": "permessage-deflate; server_max_window_bits=nonsense, ;;"},
        {"Sec-WebSocket-Protocol": ""},
        {"X-Odd": "\xe9"},
    ],
)
def test_what_is_unusual_but_right_is_let_in(
    dateline: Dateline, visit: SampleVisit, headers: dict[str, str | list[str] | None]
) -> None:
    for way in ({}, SLOWLY):
        assert knock(dateline, visit.slug, **way | headers)[0][:3] == "101"


def test_a_page_of_this_site_is_let_in_by_its_public_address_and_by_its_host(
    dateline: Dateline, visit: SampleVisit
) -> None:
    for origin in (dateline.url, f"http://{urlsplit(dateline.url).netloc}"):
        assert knock(dateline, visit.slug, Origin=origin)[0].startswith("101")


def test_a_wrong_public_address_is_said_once_with_both_addresses_and_every_refusal_is_counted(
    dateline: Dateline, visit: SampleVisit
) -> None:
    reasons = "origin", "sandbox", "handshake"
    before = [measured(dateline, "dateline_sockets_refused_total", reason=reason) for reason in reasons]
    for headers in (*[{"Origin": "https://elsewhere.example"}] * 3, *[{"Origin": "null"}] * 2, {"Upgrade": "h2c"}):
        knock(dateline, visit.slug, **headers)
    after = [measured(dateline, "dateline_sockets_refused_total", reason=reason) for reason in reasons]
    assert [now - then for now, then in zip(after, before, strict=True)] == [3, 2, 1]
    lines = [line for line in dateline._process.log.read_text().splitlines() if "PUBLIC_URL" in line]
    assert len(lines) == 1
    assert "https://elsewhere.example" in lines[0]
    assert dateline.url in lines[0]


def _terms(headers: dict[str, str]) -> set[str]:
    return {term.strip() for term in headers.get("sec-websocket-extensions", "").split(";")}
