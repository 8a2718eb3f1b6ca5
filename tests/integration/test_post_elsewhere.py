"""`flask post --to`: files to another site with a key, again until it is answered, and never to a third."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

from blog.cli import posts, remote

Answer = tuple[int, dict[str, str], Any]
MADE: Answer = (201, {}, {"url": "https://site.example/live/talks/updates/abc", "desk_url": "https://site.example/d"})


class Elsewhere(ThreadingHTTPServer):
    """A site that gives these answers one after the other, and keeps what it was sent."""

    def __init__(self, answers: Sequence[Answer | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.sent = list(answers), list[tuple[str, dict[str, str], Any]]()
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.sent.append((self.path, dict(self.headers), json.loads(body)))
        answer = self.server.answers.pop(0)
        if answer is None:  # the line breaks
            self.close_connection = True
            return
        status, headers, said = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_args: Any) -> None:
        """Nothing is logged."""


@contextmanager
def elsewhere(*answers: Answer | None) -> Iterator[Elsewhere]:
    with Elsewhere(answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the command would have waited between its attempts."""
    waited: list[float] = []
    monkeypatch.setattr(remote.time, "sleep", waited.append)
    return waited


def post(*options: str, text: str = "They met.", stdin: str = "", token: str | None = "dl_secret") -> Result:
    env = {"DATELINE_TOKEN": token}
    return CliRunner().invoke(posts.post, ["talks", text, *options], input=stdin, env=env)


def test_what_was_typed_is_sent_with_the_key(tmp_path: Path) -> None:
    with elsewhere(MADE, MADE) as site:
        done = post("--to", site.url, "--headline", "Vienna", "--key", "--by", "A", "--by", "B")
        assert (done.exit_code, done.output) == (0, "https://site.example/live/talks/updates/abc\n")
        file = tmp_path / "token"
        file.write_text("dl_other\n")
        post("--to", site.url, "--token-file", str(file), "--action", "draft", text="-", stdin="From standard input.")
    path, headers, body = site.sent[0]
    assert path == "/api/v1/visits/talks/updates"
    assert headers["Authorization"] == "Bearer dl_secret"
    assert body == {"body": "They met.", "headline": "Vienna", "kind": "report", "key": True, "by": ["A", "B"]}
    assert site.sent[1][1]["Authorization"] == "Bearer dl_other"
    assert site.sent[1][2] == {"body": "From standard input.", "kind": "report", "action": "draft"}


def test_it_is_sent_again_under_the_same_key_until_it_is_answered(without_waiting: list[float]) -> None:
    with elsewhere(None, (503, {"Retry-After": "3"}, {}), (429, {"Retry-After": "900"}, {}), MADE) as site:
        assert post("--to", site.url).exit_code == 0
    assert len({headers["Idempotency-Key"] for _path, headers, _body in site.sent}) == 1
    assert len(site.sent) == 4
    assert without_waiting == [1, 3, remote.LONGEST_WAIT]


def test_it_gives_up_at_last_in_one_line() -> None:
    busy: Answer = (503, {}, {"detail": "This site is not ready at the moment."})
    with elsewhere(*[busy] * 5) as site:
        done = post("--to", site.url)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("Error: It could not be sent: This site is not ready")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((401, {}, {"detail": "This key was revoked."}), "This key was revoked."),
        ((422, {}, {"detail": "No.", "errors": [{"pointer": "#/body", "detail": "Too long."}]}), "body: Too long."),
        ((308, {"Location": "https://third.example/"}, {}), "at another address: https://third.example/"),
        ((404, {}, "no problem"), "404"),
    ],
)
def test_a_refusal_is_said_and_not_sent_again(answer: Answer, said: str) -> None:
    with elsewhere(answer) as site:
        done = post("--to", site.url)
    assert (done.exit_code, len(site.sent)) == (1, 1)
    assert said in done.stderr


@pytest.mark.parametrize("address", ["http://site.example", "ftp://site.example", "site.example"])
def test_a_key_is_sent_by_https_alone(address: str) -> None:
    done = post("--to", address)
    assert (done.exit_code, "begins with https://" in done.stderr) == (1, True)


def test_without_a_key_it_says_how_to_give_one() -> None:
    done = post("--to", "https://site.example", token=None)
    assert (done.exit_code, "DATELINE_TOKEN" in done.stderr) == (2, True)
