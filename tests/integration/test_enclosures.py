"""A feed says how long its enclosures are, as programs that fetch them expect, also of pictures from before that."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select
from sqlalchemy import update as sql_update

from blog import newsroom
from blog.extensions import db
from blog.models import MediaFile
from blog.newsroom.commits import write_session
from tests.desk import Desk
from tests.media_files import JSON, UPLOADS, picture, uploaded
from tests.sample_visit import SampleVisit


def enclosed(client: FlaskClient) -> list[tuple[int, int]]:
    """Of each enclosure of the feed, the newest first, the length that it says and the one that it has."""
    db.session.rollback()
    found = etree.fromstring(client.get("/live/talks/feed.rss").data).findall(".//enclosure")
    address = "http://localhost:8000"
    assert all(one.get("url").startswith(f"{address}/media/") for one in found)
    return [
        (int(one.get("length") or 0), len(client.get(one.get("url").removeprefix(address), buffered=True).data))
        for one in found
    ]


@pytest.mark.both_footings
def test_a_feed_says_how_long_its_enclosures_are(
    app: Flask, client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    public_id = uploaded(desk, picture(1200, 800), alt="A flag.")
    talks.publish("They met.", media=[public_id])
    [whole] = enclosed(client)
    assert whole[0] == whole[1] > 500

    assert desk.post(f"{UPLOADS}/{public_id}", {"crop": "500 100 500 400"}, headers=JSON).status_code == 200
    [cropped] = enclosed(client)
    assert cropped[0] == cropped[1] != whole[1]

    with write_session() as session:  # as a picture from before is after the migration
        session.execute(sql_update(MediaFile).values(jpeg_size=None))
    assert not newsroom.jpeg_sizes.note_missing()
    assert newsroom.jpeg_sizes.note_missing(), "and then no more"
    talks.publish("They met again.")
    assert enclosed(client) == [cropped]
    assert db.session.scalars(select(MediaFile.version)).all() == [2], "no form that is open becomes stale"
