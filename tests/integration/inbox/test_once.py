"""Each mail makes one draft, whatever dies when, and however many processes read."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from blog import newsroom
from blog.models.visit import now
from blog.newsroom import inbox_lease
from blog.newsroom.transaction import as_of
from blog.settings import ROOT
from blog.web.inbox import InboxWorker
from tests.integration.inbox.reader import Reader, drafts, mail
from tests.media_files import picture
from tests.sample_visit import SampleVisit
from tests.servers.imap import ImapServer
from tests.wait import until

# `flask inbox --once` as it runs, but that it is killed when a draft is committed and its mail is to be marked.
_KILLED = """
import os, signal
from blog.inbox.mailbox import Mailbox
Mailbox.mark = lambda self, uid: os.kill(os.getpid(), signal.SIGKILL)
from blog import create_app
create_app().test_cli_runner().invoke(args=["inbox", "--once"], catch_exceptions=False)
"""


@pytest.mark.both_footings
def test_kill_9_between_the_commit_and_the_mark_makes_no_second_draft(
    reader: Reader, talks: SampleVisit, database_url: str, tmp_path: Path
) -> None:
    sent = mail(reader.address_of(talks.reporter_email))
    sent.add_attachment(picture(), "image", "jpeg", filename="a.jpg")
    reader.folder.deliver(sent)
    settings = {"DATABASE_URL": database_url, "INSTANCE_DIR": str(tmp_path), "DATELINE_ENV": "test"}
    settings |= {"SECRET_KEY": str(reader.site.secret_key), "INBOX_URL": reader.folder.url, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", _KILLED], env=os.environ | settings, cwd=ROOT, timeout=300)
    assert killed.returncode == -9
    assert (len(drafts()), reader.folder.unread()) == (1, 1)
    with reader.site.app_context():
        assert reader.worker.read_once() is None, "the lease of the killed process had not ended"
    with as_of(now() + inbox_lease.LEASE + timedelta(seconds=1)):
        assert reader.read() == {"known": 1}
    assert (len(drafts()), reader.folder.unread(), reader.folder.read()) == (1, 0, 1)


def test_a_mail_that_arrives_twice_is_one_draft_also_when_that_was_discarded(
    reader: Reader, talks: SampleVisit
) -> None:
    sent = mail(reader.address_of(talks.reporter_email))
    reader.folder.deliver(sent, sent)
    assert reader.read() == {"filed": 1, "known": 1}
    [draft] = drafts()
    newsroom.handins.discard(talks.visit_id, talks.reporter_id, draft.public_id)
    unnamed = f"To: {sent['To']}\r\nSubject: Without an id\r\n\r\nText".encode()
    reader.folder.deliver(sent, unnamed, unnamed)
    assert reader.read() == {"known": 2, "filed": 1}
    assert [draft.headline for draft in drafts()] == ["Without an id"]


@pytest.mark.both_footings
def test_of_several_processes_one_reads(reader: Reader, talks: SampleVisit, app: Flask) -> None:
    to = reader.address_of(talks.reporter_email)
    reader.folder.deliver(*(mail(to, subject=str(number)) for number in range(8)))
    server = reader.site.config["SETTINGS"].inbox
    workers = [InboxWorker(reader.site, server, lambda: False) for _ in range(3)]

    def read(worker: InboxWorker) -> int:
        with reader.site.app_context():
            return sum((worker.read_once() or {}).values())

    with ThreadPoolExecutor() as threads:
        done = list(threads.map(read, workers))
    assert sum(done) == 8
    assert sorted(int(draft.headline) for draft in drafts()) == list(range(8))


def test_the_server_reads_by_itself_and_goes_on_when_the_mailbox_was_away(
    reader: Reader, talks: SampleVisit, imap: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    to, over = reader.address_of(talks.reporter_email), Event()
    monkeypatch.setattr("blog.web.inbox.worker.BACKOFF_SECONDS", (0.1,))
    worker = InboxWorker(reader.site, reader.site.config["SETTINGS"].inbox, over.is_set)
    try:
        worker.start_due()
        reader.folder.deliver(mail(to, subject="One"))
        until(lambda: len(drafts()) == 1, "the first mail made no draft")
        reader.folder.deliver(mail(to, subject="Two"))  # it is told of this one while it waits
        until(lambda: len(drafts()) == 2, "the second mail made no draft")
        until(lambda: reader.folder.unread() == 0, "a mail was not marked")
        imap.process.stop()
        until(lambda: not worker._is_running, "it does not notice that the server is gone")
        imap.process.start()
        with imap.connected() as box:
            box.folder.create(reader.folder.name)
        reader.folder.deliver(mail(to, subject="Three"))
        until(lambda: worker.start_due() or len(drafts()) == 3, "it did not come back")
    finally:
        over.set()
        until(lambda: not worker._is_running, "it did not end")
    with reader.site.app_context():
        assert reader.worker.read_once() is not None, "the lease was not given back"
