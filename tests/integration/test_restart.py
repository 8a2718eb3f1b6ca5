"""The server is exchanged for another behind a socket that stays open."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conftest import Footing
from tests.readers import SocketReader
from tests.servers.ports import HOST
from tests.serving import serving


def test_who_comes_while_the_server_is_exchanged_waits_and_is_not_refused(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with footing("sqlite") as (url, bell), serving(url, tmp_path, **bell) as dateline, ThreadPoolExecutor() as visitors:
        slug = dateline.open_visit().slug
        dateline.stop()
        with socket.create_server((HOST, dateline.port)) as kept:
            dateline.listen_by(kept)
            dateline.start()
            dateline.stop()
            waiting = [visitors.submit(dateline.get, f"/live/{slug}") for _ in range(3)]
            dateline.start()
            assert [each.result().status_code for each in waiting] == [200] * 3
            with dateline.correspondent() as editor, SocketReader(dateline, slug) as reader:
                public_id = editor.publish(slug, "After the exchange.")
                reader.read_until(lambda it: it.held == [public_id])
            dateline.stop()
