"""Cards of links: which addresses of an update get one, when each is fetched, and what then stands on it.

Publishing never waits for another site: a card is a shown without words until somebody has fetched them, which is an
event of its own. Nothing is fetched before its text is public, because that would tell the other site of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from blog.extensions import db
from blog.fetching import Found
from blog.models import CardState, LinkCard, State, Status, Update, Verb, Visit
from blog.newsroom import commits, unnamed
from blog.newsroom.search_index import reindex
from blog.newsroom.transaction import Transaction, current_time, verb
from blog.text import markdown

# A process that was killed in the middle of a fetch leaves it to another one after this time.
LEASE = timedelta(seconds=60)
# Before the second attempt, and before the third.
RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=5))
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
# A card shows what stood there on the day of the text; later there may be something else.
MAX_AGE = timedelta(days=1)


@dataclass(frozen=True)
class ClaimedCard:
    """A card that this process fetches now."""

    id: int
    visit_id: int
    url: str


def add(tx: Transaction, update: Update) -> None:
    """Gives an update that was just published its cards."""
    for position, url in enumerate(markdown.addresses_of_cards(update.body)):
        tx.session.add(LinkCard(update_id=update.id, url=url, fetch_at=tx.at, position=position))


def follow(tx: Transaction, update: Update, *, has_any: bool) -> None:
    """Gives the new text of a public update its cards, and removes those whose addresses it no longer has.

    `has_any` says whether it has had cards so far.
    """
    wanted = markdown.addresses_of_cards(update.body)
    cards = tx.session.scalars(select(LinkCard).where(LinkCard.update_id == update.id)) if has_any else ()
    known = {card.url: card for card in cards}
    for url, card in known.items():
        if url not in wanted:
            tx.session.delete(card)
    for position, url in enumerate(wanted):
        card = known.get(url) or LinkCard(update_id=update.id, url=url, fetch_at=tx.at)
        card.position = position
        tx.session.add(card)
    if known:
        reindex(tx.session, Update.id == update.id)


def delete_of(tx: Transaction, update: Update) -> None:
    """Deletes the cards of an update with their words."""
    tx.session.execute(delete(LinkCard).where(LinkCard.update_id == update.id))


def claim(most: int) -> Sequence[ClaimedCard]:
    """Claims at most so many cards that are due. Nobody else gets them before the lease ends."""
    if not db.session.scalars(_due().with_only_columns(LinkCard.id).limit(1)).first():
        db.session.rollback()
        return []
    db.session.rollback()
    with commits.write_session() as session:
        due = _due().order_by(LinkCard.fetch_at).limit(most).with_for_update(of=LinkCard, skip_locked=True)
        return [claimed for card, visit_id in session.execute(due).all() if (claimed := _claimed(card, visit_id))]


@verb()
def card(tx: Transaction, card_id: int, found: Found) -> None:
    """Shows the words of a card to readers, unless its text has been changed or withdrawn meanwhile.

    It stays a plain link if the text must not name its source and the card names one of the visit's people.
    """
    waiting = _pending(tx.session, card_id)
    if waiting is None:
        return
    shown, update = waiting
    if unnamed.names_somebody(tx.session, update, "\n".join((found.title, found.site, found.author, found.excerpt))):
        shown.fail()
        tx.without_event = True
        return
    shown.state, shown.fetched_at, shown.fetch_at = CardState.READY, tx.at, None
    shown.title, shown.site, shown.author, shown.excerpt = found.title, found.site, found.author, found.excerpt
    shown.dated, shown.lang, shown.provider, shown.player = found.dated, found.lang, found.provider, found.player
    reindex(tx.session, Update.id == update.id)
    tx.log(Verb.CARD, update.public_id)


def fail(card_id: int, *, is_final: bool) -> None:
    """Notes that a card could not be fetched: it is tried again later, a few times, unless `is_final`."""
    with commits.write_session() as session:
        if waiting := _pending(session, card_id):
            shown, _update = waiting
            if is_final or shown.attempts >= MAX_ATTEMPTS:
                shown.fail()
            else:
                shown.fetch_at = current_time() + RETRY_AFTER[shown.attempts - 1]


def _due() -> Select[LinkCard, int]:
    """The cards of public texts of public visits that it is time to fetch."""
    moment = current_time()
    return (
        select(LinkCard, Update.visit_id)
        .join(Update, Update.id == LinkCard.update_id)
        .join(Visit, Visit.id == Update.visit_id)
        .where(LinkCard.fetch_at <= moment, LinkCard.fetch_at > moment - MAX_AGE)
        .where(Update.state == State.PUBLISHED, Visit.status != Status.HELD)
    )


def _claimed(shown: LinkCard, visit_id: int) -> ClaimedCard | None:
    """Begins another attempt; None after the last one, which was broken off."""
    if shown.attempts >= MAX_ATTEMPTS:
        shown.fail()
        return None
    shown.attempts += 1
    shown.fetch_at = current_time() + LEASE
    return ClaimedCard(shown.id, visit_id, shown.url)


def _pending(session: Session, card_id: int) -> tuple[LinkCard, Update] | None:
    """A card that still waits for its words, of an update that readers see."""
    both = select(LinkCard, Update).join(Update, Update.id == LinkCard.update_id)
    waiting = both.where(LinkCard.id == card_id, LinkCard.state == CardState.PENDING, Update.state == State.PUBLISHED)
    found = session.execute(waiting).first()
    return (found[0], found[1]) if found else None
