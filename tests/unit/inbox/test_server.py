"""What INBOX_URL may say, and which private addresses a text names."""

from __future__ import annotations

import pytest

from blog.inbox import server
from blog.inbox.server import InboxServer


def mailbox(url: str = "imaps://desk%40example.org:secret@imap.example.org") -> InboxServer:
    found = server.from_url(url)
    assert found
    return found


def test_without_the_setting_there_is_no_mailbox() -> None:
    assert server.from_url("") is None


def test_the_user_is_the_address_unless_another_is_given() -> None:
    usual, other = mailbox(), mailbox("imap://u:p@localhost:10143/Desk%2FIn?address=Desk@Example.org")
    assert (usual.address, usual.port, usual.folder, usual.encrypts) == ("desk@example.org", 993, "INBOX", True)
    assert (other.address, other.port, other.folder, other.encrypts) == ("desk@example.org", 10143, "Desk/In", False)
    assert mailbox("imap://u:p@imap.example.org?address=desk@example.org").encrypts
    assert "secret" not in repr(usual)


def test_secrets_are_found_in_any_case_and_only_in_whole_addresses() -> None:
    text = "Rita <Desk+ABC234@Example.ORG>, desk+abc234@example.org, xdesk+no@example.org, desk+no@example.org.evil.net"
    assert mailbox().secrets_in(text) == ["abc234"]
    assert mailbox().secrets_in("to: desk@example.org, a.desk+no@example.org") == []
    assert mailbox().secrets_in("<desk+yes2@example.org>.") == ["yes2"]
    assert mailbox().private_address("abc") == "desk+abc@example.org"


@pytest.mark.parametrize(
    "url",
    [
        "imap.example.org",
        "https://u:p@imap.example.org?address=desk@example.org",
        "imaps://imap.example.org?address=desk@example.org",
        "imaps://u@imap.example.org?address=desk@example.org",
        "imaps://u:p@?address=desk@example.org",
        "imaps://u:p@imap.example.org:99999?address=desk@example.org",
        "imaps://u:p@imap.example.org?address=desk@example.org&tls=off",
        "imaps://desk:p@imap.example.org",
        "imaps://u:p@imap.example.org?address=desk+x@example.org",
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ValueError, match="INBOX_URL") as refused:
        server.from_url(url)
    assert ":p@" not in str(refused.value)
