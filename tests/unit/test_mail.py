"""Mail: what MAIL_URL may say, and what goes over the line to a real server."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme

from blog import mail
from blog.mail import MailFailed, MailServer
from tests.servers.smtp import PASSWORD, USER, mail_server

LOGIN = f"{USER}:{quote(PASSWORD, safe='')}"
MAIL = {"name": "The Paper", "to": "rita@example.org", "subject": "Grüße", "text": "Ein Satz.\n", "mail_id": "m1"}


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """That of a server whose certificate this process trusts."""
    authority = trustme.CA()
    pem = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def server(url: str) -> MailServer:
    found = mail.from_url(url)
    assert found
    return found


@pytest.mark.parametrize("from_the_start", [False, True], ids=["starttls", "tls"])
def test_a_mail_goes_out_encrypted_with_the_password(context: ssl.SSLContext, from_the_start: bool) -> None:
    scheme = "smtps" if from_the_start else "smtp"
    with mail_server(context=context, from_the_start=from_the_start) as box:
        chosen = server(f"{scheme}://{LOGIN}@127.0.0.1:{box.port}?from=desk@example.org")
        mail.deliver(chosen, **MAIL)
    [taken] = box.mails
    assert (taken["From"], taken["To"], taken["Subject"]) == (
        "The Paper <desk@example.org>",
        "rita@example.org",
        "Grüße",
    )
    assert taken.get_content().splitlines() == ["Ein Satz."]
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Date"]
    assert taken["Message-ID"] == "<m1@example.org>"


def test_no_password_leaves_without_encryption(context: ssl.SSLContext) -> None:
    with mail_server() as box, pytest.raises(MailFailed, match="STARTTLS"):
        mail.deliver(server(f"smtp://{LOGIN}@127.0.0.1:{box.port}?from=desk@example.org"), **MAIL)
    assert box.mails == []


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(tmp_path: Path) -> None:
    foreign = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(foreign)
    with mail_server(context=foreign) as box, pytest.raises(MailFailed, match="certificate"):
        mail.deliver(server(f"smtp://{LOGIN}@127.0.0.1:{box.port}?from=desk@example.org"), **MAIL)
    assert box.mails == []


def test_a_wrong_password_and_an_absent_server_are_failures_that_name_no_password(context: ssl.SSLContext) -> None:
    with mail_server(context=context) as box:
        wrong = server(f"smtp://{USER}:wrong-word@127.0.0.1:{box.port}?from=desk@example.org")
        with pytest.raises(MailFailed) as refused:
            mail.deliver(wrong, **MAIL)
    with pytest.raises(MailFailed) as away:
        mail.deliver(wrong, **MAIL)
    assert "wrong-word" not in f"{refused.value} {away.value} {wrong!r}"


def test_a_relay_on_this_machine_needs_no_encryption() -> None:
    with mail_server() as box:
        mail.deliver(server(f"smtp://localhost:{box.port}?from=desk@example.org"), **MAIL)
    assert len(box.mails) == 1


def test_without_the_setting_there_is_no_server() -> None:
    assert mail.from_url("") is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org?from=desk@example.org",
        "smtp://?from=desk@example.org",
        "smtp://mail.example.org",
        "smtp://mail.example.org?from=desk",
        "smtp://mail.example.org?from=desk@example.org%0d%0aBcc:x@example.org",
        "smtp://mail.example.org:99999?from=desk@example.org",
        "smtp://mail.example.org/path?from=desk@example.org",
        "smtp://mail.example.org?from=desk@example.org&more=1",
        "smtp://mail.example.org?from=desk@example.org&tls=on",
        "smtps://mail.example.org?from=desk@example.org&tls=off",
        "smtp://user:secret@mail.example.org?from=desk@example.org&tls=off",
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="MAIL_URL") as refused:
        mail.from_url(url)
    assert "secret" not in str(refused.value)
