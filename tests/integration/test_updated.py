"""The line at the top of a visit says when its readers last got something new, corrected or taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement, document_fromstring

from blog import newsroom
from blog.newsroom.posts import Post
from blog.newsroom.transaction import as_of
from tests.sample_visit import SampleVisit

PAGES = ("/live/talks", "/live/talks?key=1", "/live/talks/embed")
BEGUN = datetime(2010, 3, 4, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize("address", PAGES)
def test_it_is_the_time_of_the_newest_update_correction_or_withdrawal(
    app: Flask, client: FlaskClient, talks: SampleVisit, address: str
) -> None:
    by = (talks.visit_id, talks.editor_id)
    assert line(client, address).get("hidden") is not None, "nothing has happened yet"

    with as_of(BEGUN):
        public_id = newsroom.updates.publish(*by, Post("They met."))
    assert said(client, address) == "updated 09.20 Vienna"
    with as_of(BEGUN + timedelta(hours=1)):
        newsroom.updates.edit(*by, public_id, Post("They sat."), version=1, reason="correction", note_text="So it was.")
    assert said(client, address) == "updated 10.20 Vienna"
    with as_of(BEGUN + timedelta(hours=2)):
        newsroom.updates.withdraw(*by, public_id, "It was not so.")
    assert said(client, address) == "updated 11.20 Vienna"
    with as_of(BEGUN + timedelta(hours=3)):
        newsroom.people.add_topic(*by, "Fisheries")
        newsroom.visits.set_status(*by, "ended")
    assert said(client, address) == "updated 11.20 Vienna, 4 March 2010", "a new filter and the end are no news"


def line(client: FlaskClient, address: str) -> HtmlElement:
    found: HtmlElement = document_fromstring(client.get(address).text).get_element_by_id("visit-updated")
    return found


def said(client: FlaskClient, address: str) -> str:
    """What is to be seen of the line."""
    element = line(client, address)
    for hidden in element.xpath(".//*[@hidden]"):
        hidden.drop_tree()
    return " ".join(element.text_content().split())
