"""A mailbox on a real server, a site that reads it, and mails as people send them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.integration.inbox.reader import Reader
from tests.sample_visit import SampleVisit
from tests.servers.imap import Folder, ImapServer, imap_server


@pytest.fixture(scope="session")
def imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    with imap_server(tmp_path_factory.mktemp("imap")) as server:
        yield server


@pytest.fixture
def folder(imap: ImapServer) -> Iterator[Folder]:
    with imap.folder() as folder:
        yield folder


@pytest.fixture
def reader(
    make_app: Callable[..., Flask], app: Flask, talks: SampleVisit, folder: Folder, database_url: str, tmp_path: Path
) -> Reader:
    """The same site, with an inbox."""
    return Reader(make_app(database_url, tmp_path, INBOX_URL=folder.url), folder)
