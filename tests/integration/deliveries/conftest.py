"""The sites that receive, and the worker that sends to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from blog.web.deliveries import DeliveryWorker
from tests.elsewhere import Elsewhere, elsewhere_served
from tests.integration.deliveries.push_site import PushSite
from tests.push_service import push_server
from tests.sample_visit import SampleVisit
from tests.webhooks import webhook_worker


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with elsewhere_served() as made:
        yield made


@pytest.fixture
def worker(app: Flask, elsewhere: Elsewhere) -> DeliveryWorker:
    return webhook_worker(app, elsewhere.poster())


@pytest.fixture
def push_site(app: Flask, talks: SampleVisit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushSite]:
    """A site with notifications, whose browsers get them from a service on this machine."""
    monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"])
    with push_server(tmp_path) as server:
        yield PushSite.made(app, talks, server)
