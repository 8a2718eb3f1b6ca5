"""Updates with cards of links, as if those had been fetched."""

from __future__ import annotations

from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.fetching import Found
from blog.models import LinkCard, Update
from blog.permissions import SYSTEM
from tests.sample_visit import SampleVisit

VIDEO_URL = "https://youtu.be/dQw4w9WgXcQ"
VIDEO = Found("The arrival", "YouTube", "Ministry", provider="youtube", player="dQw4w9WgXcQ")


def with_card(talks: SampleVisit, found: Found = VIDEO, **fields: object) -> str:
    """Publishes the update, and returns its public id."""
    public_id = talks.publish(f"They have arrived.\n\n{VIDEO_URL}", **fields)
    fill_cards(talks.visit_id, public_id, found)
    return public_id


def fill_cards(visit_id: int, public_id: str, found: Found = VIDEO) -> None:
    """Gives the cards of this update their words. Those of other tests stay as they are: none is claimed."""
    of_update = select(LinkCard.id).join(Update, Update.id == LinkCard.update_id).where(Update.public_id == public_id)
    card_ids = db.session.scalars(of_update).all()
    assert card_ids, "the update has no card"
    for card_id in card_ids:
        newsroom.link_cards.card(visit_id, SYSTEM, card_id, found)
