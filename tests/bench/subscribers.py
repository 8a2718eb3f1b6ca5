"""Subscribes browsers to the visit of a run, in a process of its own: `python -m tests.bench.subscribers COUNT`."""

from __future__ import annotations

import sys

from sqlalchemy import insert, select

from blog import create_app, newsroom
from blog.extensions import db
from blog.models import PushSubscription
from blog.newsroom import commits
from blog.newsroom.push import Wanted
from blog.queries import visits
from tests.bench.fill import SLUG
from tests.push_service import PUSH_HOST, Device

CHUNK = 1_000


def main(count: int) -> None:
    """The first comes as a browser's does, and the others are copies of its row with keys of their own."""
    app = create_app()
    with app.app_context():
        visit_id = visits.id_of(SLUG)
        assert visit_id
        newsroom.push.subscribe(visit_id, _wanted(Device("0")), (PUSH_HOST,))
        with commits.write_session() as session:
            first = session.scalars(select(PushSubscription)).one()
            shared = {column.key: getattr(first, column.key) for column in PushSubscription.__table__.columns}
            del shared["id"]
            for begin in range(1, count, CHUNK):
                rows = [shared | _keys(Device(str(number))) for number in range(begin, min(count, begin + CHUNK))]
                session.execute(insert(PushSubscription), rows)
        db.session.remove()


def _wanted(device: Device) -> Wanted:
    given = device.subscription("key")
    return Wanted(given["endpoint"], given["keys"]["p256dh"], given["keys"]["auth"], given["about"])


def _keys(device: Device) -> dict[str, str]:
    wanted = _wanted(device)
    return {"endpoint": wanted.endpoint, "public_key": wanted.public_key, "auth": wanted.auth}


if __name__ == "__main__":
    main(int(sys.argv[1]))
