"""What the table is tried on: visits that stand in every way, accounts in and out of teams, and things of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product

from sqlalchemy import delete, update

from blog import newsroom
from blog.models import ApiKey, Membership, State
from blog.models.factors import Passkey
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.engagements import Plan
from blog.newsroom.posts import Post
from blog.newsroom.webhooks import Subscription
from blog.permissions import SYSTEM
from tests.doors.table import ROLES, SCOPES, VISITS
from tests.sample_visit import PASSWORD, SampleVisit
from tests.shown_files import add_picture

# A colleague in every team, whose things are somebody else's for all others.
COLLEAGUE = "colleague"
# The visit that a narrowed key is for.
ELSEWHERE = "upcoming"
READY = {"name": "Late", "body": "It is late.", "kind": "report", "standing": "reported"}
OUTSIDE = ("reporter outside", "editor outside")
# Accounts of editors, whose sessions have ended for this reason.
LEAVERS = ("signed out", "another password", "switched off")
ACCOUNTS = {
    **{role: role for role in ROLES},
    **{name: name.split()[0] for name in OUTSIDE},
    COLLEAGUE: "reporter",
    **dict.fromkeys(LEAVERS, "editor"),
}
_STATES = {"draft": State.DRAFT, "handed in": State.SUBMITTED}


def address_of(name: str) -> str:
    """The e-mail address of an account."""
    return f"{name.replace(' ', '.')}@example.org"


@dataclass
class World:
    """The ids of everything: `parts` are what stands in addresses, by visit; `things` by visit, owner and kind.

    `tokens` are those of keys, by account or by what is the matter with them, and by scope.
    """

    accounts: dict[str, int] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    things: dict[tuple[str, str, str], str] = field(default_factory=dict)
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def make(cls) -> World:
        world = cls()
        for name, role in ACCOUNTS.items():
            world.accounts[name] = newsroom.reporters.add(address_of(name), name=name, role=role, password=PASSWORD)
        for slug in VISITS:
            world._open(slug)
        world._furnish()
        world._make_keys()
        return world

    def leave_the_team(self) -> None:
        """Takes those who are outside out of every team, in which they have written."""
        with write_session() as session:
            outside = [self.accounts[name] for name in OUTSIDE]
            session.execute(delete(Membership).where(Membership.reporter_id.in_(outside)))

    def thing(self, visit: str, owner: str, what: str) -> str:
        """What an address names: of this kind, made by this account."""
        return self.things[visit, owner, what]

    def _key(self, name: str, *scopes: str, visits: tuple[str, ...] | None = None) -> str:
        """The token of a new key of an account."""
        by = self.accounts[name]
        return newsroom.api_keys.make(by, name="A program", scopes=scopes, visits=visits)[1]

    def _make_keys(self) -> None:
        """A key with each scope for each account, one that is for another visit, and one that ended in each way."""
        for name, scope in product((*ROLES, "editor outside"), SCOPES):
            self.tokens[name, scope] = self._key(name, scope)
        for scope in SCOPES:
            self.tokens["for another visit", scope] = self._key("editor", scope, visits=(ELSEWHERE,))
        revoked, expired = self._key("editor", *SCOPES), self._key("editor", *SCOPES)
        newsroom.api_keys.revoke(revoked[:11], SYSTEM)
        with write_session() as session:
            ended = update(ApiKey).where(ApiKey.prefix == expired[:11])
            session.execute(ended.values(expires_at=now() - timedelta(days=1)))
        ended_keys = {"revoked": revoked, "expired": expired, "switched off": self._key("switched off", *SCOPES)}
        self.tokens |= {(name, "publish"): token for name, token in ended_keys.items()}

    def _open(self, slug: str) -> None:
        visit = self.visits[slug] = newsroom.visits.open_visit(slug, title=f"Talks, {slug}", by_id=SYSTEM)
        newsroom.itinerary.add_stop(visit, SYSTEM, "Vienna", zone="Europe/Vienna", country="Austria")
        newsroom.itinerary.add_stop(visit, SYSTEM, "Tokyo", zone="Asia/Tokyo", country="Japan")
        newsroom.itinerary.arrive(visit, SYSTEM, "vienna")
        newsroom.people.add_delegation(visit, SYSTEM, "North")
        newsroom.people.add_speaker(visit, SYSTEM, "Ada Nord", title="Spokesperson", delegation="north")
        newsroom.people.add_topic(visit, SYSTEM, "Trade")
        uploads = SampleVisit(visit, 0, 0, self.accounts[COLLEAGUE], slug)
        newsroom.portraits.portray(visit, SYSTEM, "ada-nord", add_picture(uploads))
        newsroom.visits.set_status(visit, SYSTEM, "live")
        parts = self.parts[slug] = {"slug": slug, "kind": "stop", "key": "vienna"}
        parts["embargo_id"] = newsroom.embargoes.set_embargo(visit, SYSTEM, "When he speaks")
        newsroom.banner.hold_banner(visit, SYSTEM, parts["embargo_id"], "He has spoken.")
        newsroom.banner.set_banner(visit, SYSTEM, "They are here.")
        handover = newsroom.handovers.hand_over(visit, self.accounts[COLLEAGUE], who_is_on="Nobody.")
        parts |= {
            "handover_id": str(handover),
            "ready": newsroom.ready_texts.add(visit, SYSTEM, READY),
        }
        opening = Plan("Opening", datetime(2026, 3, 4, 9, tzinfo=UTC))
        parts |= {"event_key": newsroom.engagements.plan(visit, SYSTEM, "vienna", opening), "act": "begin"}
        for owner in (*ROLES, *OUTSIDE, COLLEAGUE):
            self._write(slug, visit, owner, parts["embargo_id"])
        if slug == "approving":
            newsroom.visits.demand_approval(visit, SYSTEM, is_demanded=True)
        elif slug != "live":
            newsroom.visits.set_status(visit, SYSTEM, slug)

    def _write(self, slug: str, visit: int, owner: str, embargo_id: str) -> None:
        by = self.accounts[owner]
        uploads = SampleVisit(visit, 0, 0, by, slug)
        shown, file = add_picture(uploads), add_picture(uploads)
        made = {
            "shown file": shown,
            "file": file,
            "published": newsroom.updates.publish(visit, by, Post(f"Of {owner}.", media=[shown])),
            **{
                what: newsroom.drafts.save(visit, by, Post(f"{what} of {owner}."), state=state)
                for what, state in _STATES.items()
            },
            "held": newsroom.drafts.save(visit, by, Post(f"Held of {owner}."), state=State.HELD, embargo=embargo_id),
            "note": str(newsroom.notes.write(visit, by, f"A note of {owner}.").note_id),
        }
        self.things |= {(slug, owner, what): public_id for what, public_id in made.items()}

    def _furnish(self) -> None:
        """What belongs to no visit."""
        site = self.parts[""] = {"cursor": "x", "client_key": "k", "part": "1", "number": "1", "content_hash": "x"}
        site |= {"name": "960.jpg", "account_id": str(self.accounts[COLLEAGUE])}
        site["invitation"] = newsroom.invitations.invite(SYSTEM, "invited@example.org", by_mail=True)
        site["calendar"] = newsroom.calendar_addresses.renew(self.accounts[COLLEAGUE])
        site["reset"] = newsroom.resets.make(SYSTEM, self.accounts[COLLEAGUE])
        site["invitation_id"] = site["mail_id"] = "1"
        site["hook_id"] = newsroom.webhooks.add(SYSTEM, Subscription("W", "https://example.org/", ["update.published"]))
        for owner in (*ROLES, *OUTSIDE, COLLEAGUE):
            self.things["", owner, "key"] = self._key(owner, "write")[:11]

    def add_passkeys(self) -> None:
        """One for each account; from then on a password alone signs nobody in."""
        for owner in (*ROLES, *OUTSIDE, COLLEAGUE):
            with write_session() as session:
                row = Passkey(reporter_id=self.accounts[owner], name="A key", created_at=now())
                row.credential_id, row.public_key = owner.encode(), b"x"
                session.add(row)
                session.flush()
                self.things["", owner, "passkey"] = str(row.id)
