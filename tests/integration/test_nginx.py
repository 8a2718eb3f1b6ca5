"""nginx in front, with the site that `deploy/nginx.conf` is: TLS, sockets, a cache of a second, and who a client is."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest
import requests
import trustme
from websockets.exceptions import InvalidStatus

from tests.conftest import FOOTINGS, Footing
from tests.media_files import picture
from tests.readers import SocketReader, open_socket
from tests.sample_visit import SampleVisit
from tests.servers.nginx import Nginx, nginx
from tests.servers.ports import free_port
from tests.serving import PATIENCE_SECONDS, Correspondent, Dateline, serving
from tests.wait import until

# What a cache may go on showing after a withdrawal: a second of its own, and four while it asks for the next page.
FORGOTTEN_SECONDS = 6
TRIES = 10
FEW = 3


@dataclass
class Front:
    """The site through nginx, as the public knows it."""

    nginx: Nginx
    behind: Dateline
    trusted: str
    tls: ssl.SSLContext | None

    @property
    def url(self) -> str:
        return self.nginx.url

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(self.url + path, verify=self.trusted, headers=headers, timeout=PATIENCE_SECONDS)

    @contextmanager
    def browser(self) -> Iterator[requests.Session]:
        with requests.Session() as session:
            # What the environment says of certificates would win over ours.
            session.trust_env, session.verify = False, self.trusted
            yield session

    @contextmanager
    def editor(self) -> Iterator[Correspondent]:
        with self.browser() as session:
            yield Correspondent(self.url, session).sign_in(self.behind.account())


@pytest.fixture(scope="module", params=FOOTINGS)
def front(
    request: pytest.FixtureRequest, footing: Callable[[str], Footing], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    trusted, certificate, key = _certificate(folder)
    with ExitStack() as stack:
        url, bell = stack.enter_context(footing(request.param))
        public = f"https://localhost:{port}"
        behind = stack.enter_context(
            serving(url, tmp_path_factory.mktemp("behind"), PUBLIC_URL=public, TRUSTED_PROXIES="1", **bell)
        )
        before = stack.enter_context(nginx(folder, upstream=behind.port, port=port, certificate=certificate, key=key))
        yield Front(before, behind, str(trusted), ssl.create_default_context(cafile=str(trusted)))


@pytest.fixture
def visit(front: Front) -> SampleVisit:
    return front.behind.open_visit()


def test_a_post_through_nginx_is_on_a_page_that_watches_through_nginx(front: Front, visit: SampleVisit) -> None:
    with SocketReader(front, visit.slug) as reader, front.editor() as editor:
        public_id = editor.publish(visit.slug, "Through two doors.")
        reader.read_until(lambda it: it.held == [public_id])
        editor.act(visit.slug, public_id, "withdraw", note="It was wrong.")
        reader.read_until(lambda it: "It was wrong." in it.messages[-1]["content"])


def test_a_page_of_another_site_gets_no_socket_through_nginx(front: Front, visit: SampleVisit) -> None:
    handshake = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": "https://elsewhere.example",
    }
    assert front.get(f"/live/{visit.slug}/ws", **handshake).status_code == 403


def test_the_crowd_is_answered_from_the_cache_and_a_withdrawn_word_does_not_stay_in_it(
    front: Front, visit: SampleVisit
) -> None:
    address = f"/live/{visit.slug}"
    with front.editor() as editor:
        public_id = editor.publish(visit.slug, "A word to take back.")
        until(lambda: "A word to take back." in front.get(address).text)
        assert "HIT" in {front.get(address).headers["X-Cache"] for _ in range(TRIES)}, "the cache answers nobody"
        editor.act(visit.slug, public_id, "withdraw", note="It was wrong.")
        until(lambda: "A word to take back." not in front.get(address).text, seconds=FORGOTTEN_SECONDS)
    assert "It was wrong." in front.get(address).text


def test_who_comes_first_after_a_silence_does_not_read_what_was_withdrawn_in_it(
    front: Front, visit: SampleVisit
) -> None:
    address = f"/live/{visit.slug}"
    with front.editor() as editor:
        public_id = editor.publish(visit.slug, "A word to take back.")
        until(lambda: "A word to take back." in front.get(address).text)
        editor.act(visit.slug, public_id, "withdraw", note="It was wrong.")
    sleep(FORGOTTEN_SECONDS)  # nobody asks, so that nothing renews what the cache holds
    assert "A word to take back." not in front.get(address).text


def test_the_desk_is_never_kept_by_the_cache(front: Front) -> None:
    for _ in range(3):
        answer = front.get("/desk/sign-in")
        assert "X-Cache" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Secure" in answer.headers["Set-Cookie"]


def test_a_client_cannot_pretend_to_be_many(front: Front) -> None:
    with front.browser() as session:
        statuses = []
        for number in range(TRIES + 2):
            address = f"203.0.113.{number}"
            person = Correspondent(front.url, session, {"X-Forwarded-For": address, "X-Real-IP": address})
            statuses.append(person.try_to_sign_in("nobody@example.org", "not the password"))
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_plain_http_leads_to_tls(front: Front) -> None:
    answer = requests.get(f"{front.nginx.plain}/live/x?y=z", allow_redirects=False, timeout=PATIENCE_SECONDS)
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://")
    assert answer.headers["Location"].endswith("/live/x?y=z")


def test_browsers_get_http_2_and_a_line_of_the_log_leads_to_the_site_s_own(front: Front) -> None:
    tls = ssl.create_default_context(cafile=front.trusted)
    tls.set_alpn_protocols(["h2", "http/1.1"])
    host, port = front.url.removeprefix("https://").split(":")
    with socket.create_connection((host, int(port))) as line, tls.wrap_socket(line, server_hostname=host) as spoken:
        assert spoken.selected_alpn_protocol() == "h2"
    request_id = front.get("/desk/sign-in").headers["X-Request-ID"]
    until(lambda: request_id in (front.nginx.certificate.parent / "site.log").read_text(), "nginx does not log the id")
    assert request_id in front.behind.log()


@pytest.fixture
def narrow(front: Front, tmp_path: Path) -> Iterator[Front]:
    """Another nginx before the same site, which has counted nobody yet, with room for a few."""
    port = free_port()
    trusted, certificate, key = _certificate(tmp_path)
    few = {
        "limit_conn dateline_sockets 500;": f"limit_conn dateline_sockets {FEW};",
        "rate=10r/s": "rate=1r/m",
        "zone=dateline_asked burst=60": f"zone=dateline_asked burst={FEW - 1}",
        "rate=30r/m": "rate=1r/m",
        "zone=dateline_signing_in burst=30": f"zone=dateline_signing_in burst={FEW - 1}",
    }
    files = {"certificate": certificate, "key": key}
    with nginx(tmp_path, upstream=front.behind.port, port=port, changed=few, **files) as before:
        yield Front(before, front.behind, str(trusted), ssl.create_default_context(cafile=str(trusted)))


def test_one_address_gets_so_many_sockets_and_pages_without_one_poll(narrow: Front, visit: SampleVisit) -> None:
    with ExitStack() as readers:
        for _ in range(FEW):
            readers.enter_context(open_socket(narrow.url, visit.slug, tls=narrow.tls))
        with pytest.raises(InvalidStatus) as refused, open_socket(narrow.url, visit.slug, tls=narrow.tls):
            pass
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["Retry-After"] == "10"
        cursor = SocketReader(narrow, visit.slug).page.cursor
        assert narrow.get(f"/live/{visit.slug}/since/{cursor}").status_code == 204
    until(lambda: _is_let_in(narrow, visit.slug))


def test_a_crowd_behind_one_address_reads_and_one_that_asks_ever_new_questions_is_slowed_down(
    narrow: Front, visit: SampleVisit
) -> None:
    address = f"/live/{visit.slug}"
    with narrow.browser() as crowd:
        for path in (address, f"{address}/embed?theme=dark", f"{address}/since/x:1"):
            assert 429 not in {crowd.get(narrow.url + path).status_code for _ in range(TRIES)}, path
        answers = [crowd.get(f"{narrow.url}{address}?topic=none-{number}") for number in range(TRIES)]
        assert 429 not in {answer.status_code for answer in answers[:FEW]}
        assert {answer.status_code for answer in answers[FEW:]} == {429}
        assert answers[-1].headers["Retry-After"] == "10"
        assert answers[-1].headers["Access-Control-Allow-Origin"] == "*"
        assert "Try again in a few seconds" in answers[-1].text
        assert crowd.get(narrow.url + address).status_code == 200


def test_passwords_are_not_tried_quickly_and_the_desk_is_not_slowed_down(narrow: Front) -> None:
    with narrow.browser() as stranger:
        tried = [stranger.post(f"{narrow.url}/desk/sign-in", data={"email": str(n)}).text for n in range(TRIES)]
        assert ["from your address" in text for text in tried] == [False] * FEW + [True] * (TRIES - FEW)
        assert {stranger.get(f"{narrow.url}/desk/sign-in").status_code for _ in range(TRIES)} == {200}


def _is_let_in(front: Front, slug: str) -> bool:
    try:
        with open_socket(front.url, slug, tls=front.tls):
            return True
    except InvalidStatus:
        return False


def _certificate(folder: Path) -> tuple[Path, Path, Path]:
    """What is to be trusted, and a certificate for localhost with its key."""
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    paths = folder / "authority.pem", folder / "certificate.pem", folder / "key.pem"
    authority.cert_pem.write_to_path(paths[0])
    for part in issued.cert_chain_pems:
        part.write_to_path(paths[1], append=True)
    issued.private_key_pem.write_to_path(paths[2])
    return paths


def test_only_pictures_and_documents_may_be_large(front: Front, visit: SampleVisit) -> None:
    large = picture() + bytes(2_000_000)
    with front.editor() as editor:
        assert editor.upload(visit.slug, "a.jpg", large).status_code == 201
        with pytest.raises(requests.HTTPError) as refused:
            editor.publish(visit.slug, "x" * 2_000_000)
    assert refused.value.response.status_code == 413
    assert "64 KiB" in refused.value.response.text
