"""Who may see which word: one made-up word for each state that a text can be in, and the people who may read it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, select

from blog import newsroom
from blog.extensions import db
from blog.fetching import Found
from blog.models import LinkCard, Membership, State, Update
from blog.models.visit import now
from blog.newsroom.commits import write_session
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.wire import log
from blog.wire.streams import Audience
from tests.desk import Desk
from tests.sample_visit import PASSWORD, SampleVisit
from tests.shown_files import add_picture

HELD_SLUG = "secret"
AUTOSAVE_KEY = "a-text-not-yet-sent"

NOBODY = "nobody"
OUTSIDER = "an editor of another visit"
COLLEAGUE = "a reporter of the visit"
AUTHOR = "the reporter who wrote it"
EDITOR = "an editor of the visit"
ADMIN = "an admin"
# In this order, so that the answers of an editor are warm when others ask.
PEOPLE = (EDITOR, ADMIN, AUTHOR, COLLEAGUE, OUTSIDER, NOBODY)

TEAM = {COLLEAGUE, AUTHOR, EDITOR, ADMIN}
WRITER_AND_EDITORS = {AUTHOR, EDITOR, ADMIN}

# The rule. A word that was purged is nobody's.
MAY_SEE = {
    "draft": WRITER_AND_EDITORS,
    "autosave": {AUTHOR},
    "handed-in": WRITER_AND_EDITORS,
    "returned": WRITER_AND_EDITORS,
    "return-note": WRITER_AND_EDITORS,
    "scheduled": {EDITOR, ADMIN},
    "embargoed": WRITER_AND_EDITORS,
    "embargoed-banner": TEAM,
    "embargo-title": TEAM,
    "noted": TEAM,
    "reported": TEAM,
    "handover": TEAM,
    "withdrawn": WRITER_AND_EDITORS,
    "purged": set[str](),
    "held-visit": TEAM,
    "published": set(PEOPLE),
}
# What is said of a picture is for those who may read its text, and a card has words only beside a text that was
# published. With a text that is withdrawn, both go from the desk too.
CARDED = ("withdrawn", "purged", "held-visit", "published")
PICTURED = ("draft", "handed-in", "returned", "scheduled", "embargoed", *CARDED)
MAY_SEE |= {f"{name}-pic": MAY_SEE[name] for name in PICTURED} | {f"{name}-card": MAY_SEE[name] for name in CARDED}
MAY_SEE |= {"withdrawn-pic": set(), "withdrawn-card": set()}
# All of one length, like a word that nobody ever wrote, so that the answers to a search for either can be compared.
WORDS = {name: f"{name.replace('-', '')}x".ljust(18, "q") for name in MAY_SEE}
NONSENSE = "z" * 18


@dataclass
class Story:
    """Two visits with all of these words, the public ids of the updates in them, cursors from before in each of their
    logs, and everybody's browser."""

    desks: dict[str, Desk]
    ids: dict[str, str] = field(default_factory=dict)
    cursors: list[str] = field(default_factory=list)

    @classmethod
    def tell(cls, app: Flask, talks: SampleVisit) -> Story:
        """Writes every word; each update below is the reporter's, but for what only editors schedule."""
        story = cls({})
        story._note_heads(talks.visit_id)
        story._write(talks)
        story._write_held(talks)
        story.desks = _people(app, talks)
        return story

    def _note_heads(self, visit_id: int) -> None:
        for audience in (Audience.REHEARSAL, Audience.DESK):
            self.cursors.append(str(log.head(visit_id, audience)))

    def _write(self, talks: SampleVisit) -> None:
        author, editor, admin = ((talks.visit_id, by) for by in (talks.reporter_id, talks.editor_id, talks.admin_id))
        save, words = newsroom.drafts.save, {name: _post(talks, name) for name in PICTURED}
        self.ids["published"] = newsroom.updates.publish(*author, words["published"])
        self.ids["draft"] = save(*author, words["draft"])
        self.ids["handed-in"] = save(*author, words["handed-in"], state=State.SUBMITTED)
        self.ids["returned"] = save(*author, words["returned"], state=State.SUBMITTED)
        newsroom.handins.return_(*editor, self.ids["returned"], f"Who says {WORDS['return-note']}?")
        due = now() + timedelta(days=1)
        self.ids["scheduled"] = save(*editor, words["scheduled"], state=State.SCHEDULED, due_at=due)
        embargo = self.ids["embargo"] = newsroom.embargoes.set_embargo(*editor, WORDS["embargo-title"])
        self.ids["embargoed"] = save(*author, words["embargoed"], state=State.HELD, embargo=embargo)
        newsroom.banner.hold_banner(*editor, embargo, WORDS["embargoed-banner"])
        for name in ("withdrawn", "purged"):
            self.ids[name] = newsroom.updates.publish(*author, words[name])
        _fill_cards(talks.visit_id)
        newsroom.updates.withdraw(*author, self.ids["withdrawn"], "It was wrong.")
        newsroom.updates.purge(*admin, self.ids["purged"], "It was against the law.")
        fields = [("body", f"Not sent: {WORDS['autosave']}."), ("kind", "report")]
        newsroom.autosaves.save(*author, AUTOSAVE_KEY, fields, version=0)
        newsroom.handovers.hand_over(*editor, what_waits=f"Something about {WORDS['handover']}.")
        newsroom.notes.write(*editor, f"Does {WORDS['noted']} ring twice?")
        newsroom.notes.write(*editor, f"Does {WORDS['noted']} say so?", about=self.ids["published"])
        mail = f"{WORDS['reported']}@example.org"
        newsroom.reports.report(talks.visit_id, self.ids["published"], f"Not {WORDS['reported']}.", email=mail)

    def _write_held(self, talks: SampleVisit) -> None:
        """A held visit of the same team, whose word is in everything that it has."""
        word = WORDS["held-visit"]
        visit_id = newsroom.visits.open_visit(
            HELD_SLUG, title=f"To {word}", summary=f"Of {word}.", notice=word, by_id=SYSTEM, is_held=True
        )
        self._note_heads(visit_id)
        newsroom.itinerary.add_stop(visit_id, SYSTEM, word, zone="Asia/Tokyo")
        newsroom.people.add_topic(visit_id, SYSTEM, word)
        newsroom.people.add_delegation(visit_id, SYSTEM, word)
        newsroom.people.add_speaker(visit_id, SYSTEM, word, title=word, delegation=word)
        said = _post(replace(talks, visit_id=visit_id), "held-visit")
        said = replace(said, kind="statement", speaker=word, topics=[word], stop="", key=True)
        self.ids["held-visit"] = newsroom.updates.publish(visit_id, talks.editor_id, said)
        _fill_cards(visit_id)
        newsroom.updates.pin(visit_id, SYSTEM, self.ids["held-visit"])
        newsroom.banner.set_banner(visit_id, SYSTEM, f"On to {word}", level="breaking")
        newsroom.visits.sum_up(visit_id, SYSTEM, f"They are in {word}.")
        newsroom.drafts.save(visit_id, talks.reporter_id, Post(f"Of {word}."), state=State.SUBMITTED)


def _post(talks: SampleVisit, name: str) -> Post:
    """A text with the word of this name, a picture of which another one is said, and perhaps a link."""
    word, said = WORDS[name], WORDS[f"{name}-pic"]
    picture = add_picture(talks, said, caption=f"A caption with {said}", credit=said, name=f"{said}.jpg")
    link = f"\n\nhttps://site.example/{name}" if name in CARDED else ""
    body, headline = f"They spoke of {word}.{link}", f"A headline with {word}"
    return Post(body, headline=headline, topics=["trade"], stop="vienna", media=[picture])


def _fill_cards(visit_id: int) -> None:
    """Gives the cards of a visit their words, also those of a held one, which had them before it was held."""
    of_visit = select(LinkCard.id, LinkCard.url).join(Update, Update.id == LinkCard.update_id)
    for card_id, url in db.session.execute(of_visit.where(Update.visit_id == visit_id)).all():
        word = WORDS[f"{url.rpartition('/')[2]}-card"]
        found = Found(f"A title with {word}", site=word, author=word, excerpt=f"An excerpt with {word}.")
        newsroom.link_cards.card(visit_id, SYSTEM, card_id, found)


def _people(app: Flask, talks: SampleVisit) -> dict[str, Desk]:
    """Signs everybody in. The outsider is taken off the team of every visit but another one."""
    add, signed_in = newsroom.reporters.add, {EDITOR: talks.editor_email, ADMIN: talks.admin_email}
    add("colleague@example.org", name="Col League", role="reporter", password=PASSWORD)
    elsewhere = newsroom.visits.open_visit("elsewhere", title="Elsewhere", by_id=SYSTEM)
    outsider = add("outsider@example.org", name="Out Sider", role="editor", password=PASSWORD)
    with write_session() as session:
        others = Membership.visit_id != elsewhere
        session.execute(delete(Membership).where(Membership.reporter_id == outsider, others))
    signed_in |= {AUTHOR: talks.reporter_email, COLLEAGUE: "colleague@example.org", OUTSIDER: "outsider@example.org"}
    return {name: Desk.of(app).sign_in(email) for name, email in signed_in.items()} | {NOBODY: Desk.of(app)}
