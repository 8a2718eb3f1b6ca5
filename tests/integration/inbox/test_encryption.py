"""No password leaves unencrypted for another machine, nor to a server that cannot prove who it is."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
import trustme

from blog.inbox import mailbox, server
from blog.inbox.mailbox import InboxFailed, Mailbox
from blog.inbox.server import InboxServer
from blog.text import server_url
from tests.servers.imap import PASSWORD, USER, ImapServer, imap_server
from tests.servers.ports import HOST


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """That of a server whose certificate this process trusts."""
    authority = trustme.CA()
    pem = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    return context_of(authority)


def context_of(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    return context


@contextmanager
def over_tls(imap: ImapServer, context: ssl.SSLContext) -> Iterator[int]:
    """The port of a TLS listener in front of the server, for one connection."""
    with socket.create_server((HOST, 0)) as listener:
        relay = Thread(target=_relay, args=(listener, imap.port, context))
        relay.start()
        yield listener.getsockname()[1]
        relay.join()


def _relay(listener: socket.socket, port: int, context: ssl.SSLContext) -> None:
    plain, _address = listener.accept()
    inside = socket.create_connection((HOST, port))
    with plain, inside, suppress(OSError), context.wrap_socket(plain, server_side=True) as outside:
        back = Thread(target=_pipe, args=(inside, outside))
        back.start()
        _pipe(outside, inside)
        back.join()


def _pipe(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def opened(port: int) -> AbstractContextManager[Mailbox]:
    return mailbox.opened(at("imaps", port))


def at(scheme: str, port: int) -> InboxServer:
    found = server.from_url(f"{scheme}://{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@{HOST}:{port}")
    assert found
    return found


def test_imaps_is_encrypted_from_the_start(imap: ImapServer, context: ssl.SSLContext) -> None:
    with over_tls(imap, context) as port, opened(port) as box:
        assert list(box.waiting()) == []


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(imap: ImapServer, context: ssl.SSLContext) -> None:
    foreign = context_of(trustme.CA())
    with over_tls(imap, foreign) as port, pytest.raises(InboxFailed, match="certificate"), opened(port):
        pass


def test_another_machine_has_to_offer_starttls(
    imap: ImapServer, context: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_url, "is_this_machine", lambda _host: False)
    with pytest.raises(InboxFailed, match="TLS"), mailbox.opened(at("imap", imap.port)):
        pass
    authority = trustme.CA()
    issued = authority.issue_cert(HOST)
    cert, key, known = tmp_path / "cert.pem", tmp_path / "key.pem", tmp_path / "known.pem"
    issued.cert_chain_pems[0].write_to_path(str(cert))
    issued.private_key_pem.write_to_path(str(key))
    authority.cert_pem.write_to_path(str(known))
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    with imap_server(tmp_path, cert=cert, key=key) as encrypted, mailbox.opened(at("imap", encrypted.port)) as box:
        assert isinstance(box._box.client.sock, ssl.SSLSocket)
        assert list(box.waiting()) == []
