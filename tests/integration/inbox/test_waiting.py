"""The mailbox tells of new mail, however its lines arrive, and whenever it came."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from time import monotonic, sleep

from blog.inbox import mailbox, server
from tests.integration.inbox.reader import mail
from tests.servers.imap import Folder
from tests.servers.ports import HOST

TO = "desk@example.org"


@contextmanager
def in_parts(port: int) -> Iterator[int]:
    """The port of a line on which everything that the server says arrives in two parts; for one connection."""
    with socket.create_server((HOST, 0)) as listener:
        relay = Thread(target=_relay, args=(listener, port))
        relay.start()
        yield listener.getsockname()[1]
        relay.join()


def _relay(listener: socket.socket, port: int) -> None:
    outside, _address = listener.accept()
    inside = socket.create_connection((HOST, port))
    with outside, inside:
        back = Thread(target=_say_in_parts, args=(inside, outside))
        back.start()
        with suppress(OSError):
            while data := outside.recv(65_536):
                inside.sendall(data)
            inside.shutdown(socket.SHUT_WR)
        back.join()


def _say_in_parts(inside: socket.socket, outside: socket.socket) -> None:
    with suppress(OSError):
        while data := inside.recv(65_536):
            outside.sendall(data[:-4])
            sleep(0.05)
            outside.sendall(data[-4:])
        outside.shutdown(socket.SHUT_WR)


def test_lines_may_arrive_in_parts(folder: Folder) -> None:
    with in_parts(folder.server.port) as port:
        found = server.from_url(folder.url.replace(f":{folder.server.port}/", f":{port}/"))
        assert found
        with mailbox.opened(found) as box:
            assert list(box.waiting()) == []
            for number in (1, 2):
                later = Timer(1.5, folder.deliver, [mail(TO, subject="News")])
                later.start()
                box.wait(30, lambda: False)
                later.join()
                assert len(list(box.waiting())) == number


def test_what_came_before_the_server_began_to_tell_is_found_at_once(folder: Folder) -> None:
    found = server.from_url(folder.url)
    assert found
    with mailbox.opened(found) as box:
        assert list(box.waiting()) == []
        folder.deliver(mail(TO, subject="News"))
        until = monotonic() + 20
        box.wait(600, lambda: monotonic() > until)
        assert monotonic() < until
        assert len(list(box.waiting())) == 1
