"""A process that works the queue as `flask deliver` does, with a receiver on this machine: tests kill it.

Called with the database, a folder, the receiver's port, by how many seconds its clock is ahead, and the authorities of
the receiver if it is a push service.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from blog import create_app
from blog.fetching.posting import Poster
from blog.fetching.targets import Policy
from blog.models import Channel
from blog.models.visit import now
from blog.newsroom import transaction
from blog.push import from_settings
from blog.web.deliveries import PushSender
from tests.conftest import settings_for
from tests.integration.deliveries.push_site import CONTACT, KEY
from tests.push_service import PUSH_HOST, pusher_to
from tests.servers.ports import HOST
from tests.webhooks import webhook_worker


def main(database: str, folder: str, port: str, ahead: str, authorities: str = "") -> None:
    app = create_app(settings_for(database, Path(folder)))
    policy = Policy(lambda _host, _port: [HOST], lambda _: True, frozenset({int(port)}), frozenset({"http"}))
    worker = webhook_worker(app, Poster("Dateline", policy))
    if authorities:
        settings = from_settings(KEY, PUSH_HOST)
        assert settings
        worker.add(Channel.PUSH, PushSender(settings, pusher_to(int(port), authorities), CONTACT))
    with app.app_context(), transaction.as_of(now() + timedelta(seconds=int(ahead))):
        worker.run_due()


if __name__ == "__main__":
    main(*sys.argv[1:])
