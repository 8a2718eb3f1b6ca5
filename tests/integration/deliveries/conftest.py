"""The sites that receive, and the worker that sends to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from blog.web.deliveries import DeliveryWorker
from tests.elsewhere import Elsewhere, elsewhere_served
from tests.webhooks import webhook_worker


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with elsewhere_served() as made:
        yield made


@pytest.fixture
def worker(app: Flask, elsewhere: Elsewhere) -> DeliveryWorker:
    return webhook_worker(app, elsewhere.poster())
