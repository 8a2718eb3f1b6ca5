"""A process that works the queue as `flask deliver` does, with a receiver on this machine: tests kill it.

Called with the database, a folder, the receiver's port, and by how many seconds its clock is ahead.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from blog import create_app
from blog.fetching.posting import Poster
from blog.fetching.targets import Policy
from blog.models.visit import now
from blog.newsroom import transaction
from tests.conftest import settings_for
from tests.servers.ports import HOST
from tests.webhooks import webhook_worker


def main(database: str, folder: str, port: str, ahead: str) -> None:
    app = create_app(settings_for(database, Path(folder)))
    policy = Policy(lambda _host, _port: [HOST], lambda _: True, frozenset({int(port)}), frozenset({"http"}))
    worker = webhook_worker(app, Poster("Dateline", policy))
    with app.app_context(), transaction.as_of(now() + timedelta(seconds=int(ahead))):
        worker.run_due()


if __name__ == "__main__":
    main(*sys.argv[1:])
