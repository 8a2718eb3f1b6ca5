"""The files of a newer Dateline lie in the place of the older ones, and the server was not started again yet."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from blog.settings import ROOT
from tests.conftest import Footing
from tests.serving import Dateline
from tests.shared_app import close
from tests.wait import until

PARTS = ("app.py", "blog", "deploy", "static", "templates")
PAGES = ("", "/embed", "/itinerary", "/people", "/readouts", "/corrections", "/search?q=met", "/feed.atom", "/feed.rss")
_BOOTED = re.compile(r"Booting worker with pid: (\d+)")


def test_every_page_stays_what_it_was_also_from_a_worker_that_is_replaced(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    house = tmp_path / "house"
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        house.mkdir(exist_ok=True)
        copy(ROOT / part, house / part)
    with footing("sqlite") as (url, bell):
        dateline = Dateline(url, tmp_path, **bell)
        dateline._process.command = [sys.executable, str(house / "app.py")]
        talks = dateline.open_visit()
        with dateline.app.app_context():
            public_id = talks.publish("They met.")
        try:
            dateline.start()
            _upgrade(house)
            _look_around(dateline, talks.slug, public_id)
            [first] = _booted(dateline)
            os.kill(first, signal.SIGKILL)
            until(lambda: len(_booted(dateline)) == 2 and dateline.is_ready(), "no worker came after the killed one")
            _look_around(dateline, talks.slug, public_id)
        finally:
            dateline.stop()
            close(dateline.app)


def _upgrade(house: Path) -> None:
    """Everything that a page could be made of is another thing now."""
    for file in (*(house / "templates").rglob("*.*"), *(house / "static").rglob("*.css")):
        file.write_text("{{ of_a_newer_dateline() }}")
    for file in (house / "blog").rglob("*.py"):
        file.write_text("raise RuntimeError('a newer Dateline')")


def _look_around(dateline: Dateline, slug: str, public_id: str) -> None:
    addresses = [f"/live/{slug}{page}" for page in (*PAGES, f"/updates/{public_id}", f"/updates/{public_id}/history")]
    for address in ("/", "/none", "/desk/sign-in", "/standing", "/api/v1/", f"/live/{slug}/preview.png", *addresses):
        answer = dateline.get(address)
        assert answer.status_code < 500, address
        assert "newer" not in answer.text, address


def _booted(dateline: Dateline) -> list[int]:
    return [int(pid) for pid in _BOOTED.findall(dateline._process.log.read_text())]
