"""`flask inbox`: what it says, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from blog.newsroom import inbox_lease
from tests.integration.inbox.reader import Reader, mail
from tests.sample_visit import SampleVisit
from tests.servers.ports import free_port


def run(site: Flask) -> tuple[int, str]:
    with site.app_context():
        result = site.test_cli_runner().invoke(args=["inbox", "--once"])
    return result.exit_code, result.output


def test_the_command_files_what_waits_and_counts(reader: Reader, talks: SampleVisit) -> None:
    reader.folder.deliver(mail(reader.address_of(talks.reporter_email)), mail("desk@example.org"))
    assert run(reader.site) == (0, "1 mail is a draft now.\n1 mail was set aside.\n")
    assert run(reader.site) == (0, "0 mails are drafts now.\n")


def test_the_command_waits_for_nobody(reader: Reader) -> None:
    with reader.site.app_context():
        assert inbox_lease.claim("another process")
    code, said = run(reader.site)
    assert (code, said) == (1, "Error: Another process reads the inbox. Nothing is left to do here.\n")


def test_a_mailbox_that_cannot_be_read_is_a_sentence_without_its_password(
    make_app: Callable[..., Flask], app: Flask, database_url: str, tmp_path: Path
) -> None:
    url = f"imap://desk%40example.org:secret-word@127.0.0.1:{free_port()}"
    code, said = run(make_app(database_url, tmp_path, INBOX_URL=url))
    assert code == 1
    assert said.startswith("Error: The inbox cannot be read: 127.0.0.1:")
    assert "secret-word" not in said
    assert run(app) == (1, "Error: Set INBOX_URL to the mailbox first.\n")
