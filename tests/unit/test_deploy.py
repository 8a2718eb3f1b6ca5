"""What the unit and the page for operators say is the same, and works for whoever they tell to do it."""

from __future__ import annotations

import re

from sqlalchemy import make_url

from blog.settings import ROOT

_ADDRESS = re.compile(r"^#?\s*DATABASE_URL=(\S+)$", re.MULTILINE)
_CLIENTS = re.compile(r"^(?:runuser -u (\w+) -- )?(createuser|createdb)\b", re.MULTILINE)


def test_there_is_one_address_of_the_database_and_root_may_use_it_as_well_as_the_service() -> None:
    found = [
        address
        for name in ("docs/production.md", "deploy/dateline.service")
        for address in _ADDRESS.findall((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert len(found) == 2
    ways = {(url.username, url.host, url.database, bool(url.password)) for url in map(make_url, found)}
    assert ways == {("dateline", "127.0.0.1", "dateline", True)}  # over a Unix socket only the service's account


def test_a_server_that_keeps_failing_is_started_again_and_keeps_its_socket() -> None:
    unit = (ROOT / "deploy" / "dateline.service").read_text(encoding="utf-8").splitlines()
    assert {"Restart=always", "StartLimitIntervalSec=0"} <= set(unit)


def test_what_only_the_account_of_postgresql_may_do_is_done_as_that_account() -> None:
    found = _CLIENTS.findall((ROOT / "docs" / "production.md").read_text(encoding="utf-8"))
    assert found == [("postgres", "createuser"), ("postgres", "createdb")]
