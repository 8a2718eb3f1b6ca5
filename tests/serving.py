"""A real server: `python app.py` in a process of its own, which tests kill and restart, and people who use it."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from ssl import SSLContext
from typing import Any

import requests
from flask import Flask

from blog import create_app, newsroom
from blog.extensions import db
from blog.settings import ROOT
from tests.conftest import settings_for
from tests.sample_visit import PASSWORD, SampleVisit
from tests.servers.ports import HOST, free_port, is_open
from tests.servers.process import ServerProcess

PATIENCE_SECONDS = 60.0
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_NUMBERS = count(1)


class Dateline:
    """A server on a migrated database. `start`, `stop` and `kill` keep its port. `app` is a second app on the same
    database, in this process: its changes reach the server's readers by the log alone, within a sweep."""

    tls: SSLContext | None = None

    def __init__(self, database_url: str, folder: Path, **settings: str) -> None:
        self.port = port = free_port()
        self.url = f"http://{HOST}:{port}"
        self.folder = folder
        own = {"DATABASE_URL": database_url, "INSTANCE_DIR": str(folder), "PUBLIC_URL": self.url}
        own["MEDIA_DIR"] = media = str(folder / "media")  # both apps have the same files
        own["FETCH_LINKS"] = "off"  # a test reaches no site but its own
        inherited = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
        self._process = ServerProcess(
            [sys.executable, str(ROOT / "app.py")],
            folder,
            self.is_ready,
            env=inherited | own | {"HOST": HOST, "PORT": str(port)} | settings,
        )
        self.start, self.stop, self.kill = self._process.start, self._process.stop, self._process.kill
        # Both apps sign with the same key: without one of their own, with that of the instance folder.
        key, instance = settings.get("SECRET_KEY", ""), Path(settings.get("INSTANCE_DIR", folder))
        options = settings_for(database_url, instance, PUBLIC_URL=self.url, MEDIA_DIR=media, SECRET_KEY=key)
        self.app: Flask = create_app(options)

    def is_ready(self) -> bool:
        """Polled while a server starts, so it tries a plain connection before the costlier HTTP request."""
        if not is_open(self.port):
            return False
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def listen_by(self, kept: socket.socket) -> None:
        """From the next start on, hands the server a listening socket, as systemd's socket units do."""
        self._process.listen_by(kept)

    def may_open(self, files: int) -> None:
        """From the next start on, limits the files that the server may have open."""
        self._process.command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *self._process.command]

    def serve(self, app: str) -> None:
        """From the next start on, serves another app than that of `app.py`, which runs the same command."""
        config = str(ROOT / "deploy" / "gunicorn.py")
        self._process.command = [sys.executable, "-m", "gunicorn", "-c", config, app]

    def log(self) -> str:
        """What the server has logged so far."""
        return self._process.log.read_text()

    def open_visit(self) -> SampleVisit:
        """A visit of its own for a test."""
        with self.app.app_context():
            return SampleVisit.open(f"talks-{next(_NUMBERS)}")

    def account(self) -> str:
        """The email of a new editor account, which has its own rate limit on posts."""
        email = f"editor-{next(_NUMBERS)}@example.org"
        with self.app.app_context():
            newsroom.reporters.add(email, name="An editor", role="editor", password=PASSWORD)
        return email

    @contextmanager
    def correspondent(self) -> Iterator[Correspondent]:
        """An editor with an account of their own who is signed in."""
        email = self.account()
        with requests.Session() as session:
            # What a killed server leaves in the session's pool is closed only when it is collected.
            session.headers["Connection"] = "close"
            yield Correspondent(self.url, session).sign_in(email)

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        """Closes the connections of `app` to the database."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


class Correspondent:
    """A person at the desk, over HTTP, with cookies and the page's own token."""

    def __init__(self, url: str, session: requests.Session, headers: Mapping[str, str] | None = None) -> None:
        self._url, self._session, self._token = url, session, ""
        session.headers.update(headers or {})

    def sign_in(self, email: str) -> Correspondent:
        assert self.try_to_sign_in(email, PASSWORD) == 302
        self._read_token("/desk")
        return self

    def sign_out(self) -> None:
        assert self._post("/desk/sign-out", {}).status_code == 302

    def change_password(self, new: str) -> None:
        """Which ends all other sessions of the account."""
        assert self._post("/desk/account/password", {"present": PASSWORD, "password": new}).status_code == 303

    def try_to_sign_in(self, email: str, password: str) -> int:
        """The status of the answer."""
        self._read_token("/desk/sign-in")
        return self._post("/desk/sign-in", {"email": email, "password": password}).status_code

    def publish(self, slug: str, body: str, **fields: str) -> str:
        """Publishes and returns the public id. Raises requests' own errors while the server is away."""
        answer = self._post(f"/desk/visits/{slug}/updates", {"body": body, "action": "publish", **fields})
        answer.raise_for_status()
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"].rpartition("-")[2]

    def edit(self, slug: str, public_id: str, body: str, *, version: int, **fields: str) -> None:
        form = {"body": body, "version": str(version), "change": "update", **fields}
        assert self._post(f"/desk/visits/{slug}/updates/{public_id}", form).status_code == 303

    def act(self, slug: str, public_id: str, verb: str, **fields: str) -> None:
        """`withdraw`, `pin`, `unpin`, `key` or `unkey`."""
        assert self._post(f"/desk/visits/{slug}/updates/{public_id}/{verb}", fields).status_code == 303

    def write_note(self, slug: str, text: str) -> None:
        assert self._post(f"/desk/visits/{slug}/notes", {"text": text}).status_code == 303

    def hand_over(self, slug: str, promised: str) -> None:
        assert self._post(f"/desk/visits/{slug}/handover", {"promised": promised}).status_code == 303

    def dismiss(self, slug: str, handover_id: str) -> None:
        assert self._post(f"/desk/visits/{slug}/handover/{handover_id}/dismiss", {}).status_code in (302, 303)

    def take_out(self, slug: str, account_id: int) -> None:
        """Takes an account out of the team of a visit."""
        assert self._post(f"/desk/visits/{slug}/team/{account_id}/remove", {}).status_code in (302, 303)

    def page(self, path: str) -> str:
        """A page as this person sees it."""
        return self._session.get(self._url + path, timeout=PATIENCE_SECONDS).text

    def save(self, slug: str, client_key: str, body: str) -> None:
        """Saves a text that is still being written, as its page does."""
        path = f"/desk/visits/{slug}/drafts/{client_key}"
        headers = {"X-CSRFToken": self._token, "Referer": self._url + path}
        data = {"body": body, "version": "0"}
        answer = self._session.put(self._url + path, data=data, headers=headers, timeout=PATIENCE_SECONDS)
        assert answer.status_code == 204, answer.text

    def upload(self, slug: str, name: str, data: bytes, **fields: str) -> requests.Response:
        """Sends a picture or a document, as a script of the desk does."""
        path = f"/desk/visits/{slug}/media"
        headers = {"X-CSRFToken": self._token, "Referer": self._url + path, "Accept": "application/json"}
        files = {"file": (name, data)}
        return self._session.post(self._url + path, fields, files=files, headers=headers, timeout=PATIENCE_SECONDS)

    def get(self, path: str) -> requests.Response:
        return self._session.get(self._url + path, timeout=PATIENCE_SECONDS)

    def _post(self, path: str, form: dict[str, Any]) -> requests.Response:
        data, headers = {"csrf_token": self._token} | form, {"Referer": self._url + path}
        return self._session.post(
            self._url + path, data=data, headers=headers, allow_redirects=False, timeout=PATIENCE_SECONDS
        )

    def _read_token(self, path: str) -> None:
        found = _TOKEN.search(self._session.get(self._url + path, timeout=PATIENCE_SECONDS).text)
        assert found, f"{path} has no form"
        self._token = found[1]


@contextmanager
def serving(
    database_url: str, folder: Path, *, app: str = "", may_open: int | None = None, **settings: str
) -> Iterator[Dateline]:
    """A running server, stopped at the end of the block."""
    dateline = Dateline(database_url, folder, **settings)
    if app:
        dateline.serve(app)
    if may_open:
        dateline.may_open(may_open)
    try:
        dateline.start()
        yield dateline
    finally:
        dateline.stop()
        dateline.close()
