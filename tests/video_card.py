"""An update with the card of a video, as if that had been fetched."""

from __future__ import annotations

from blog import newsroom
from blog.fetching import Found
from blog.permissions import SYSTEM
from tests.sample_visit import SampleVisit

VIDEO_URL = "https://youtu.be/dQw4w9WgXcQ"
VIDEO = Found("The arrival", "YouTube", "Ministry", provider="youtube", player="dQw4w9WgXcQ")


def with_card(talks: SampleVisit, found: Found = VIDEO, **fields: object) -> str:
    """Publishes the update, and returns its public id."""
    public_id = talks.publish(f"They have arrived.\n\n{VIDEO_URL}", **fields)
    for claimed in newsroom.link_cards.claim(5):
        newsroom.link_cards.card(talks.visit_id, SYSTEM, claimed.id, found)
    return public_id
