"""What a notification says, as it reads when it is sent, and which browsers are shown it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from flask import url_for

from blog import languages
from blog.models import Banner, EditKind, Level, State, Status, Update, Verb, Visit
from blog.models.limits import BANNER_CHARACTERS
from blog.newsroom.deliveries import Waiting
from blog.newsroom.transaction import current_time
from blog.queries import push, stream, visits, webhooks
from blog.text.excerpt import shortened
from blog.translation import _, pgettext, speaking

# How long a service keeps it for a device that is off. Words that were taken back are replaced whenever it is on again.
NEWS_LIFETIME, WITHDRAWAL_LIFETIME = timedelta(hours=4), timedelta(days=7)
MOST_CHARACTERS = 300
TITLE_CHARACTERS = 100
_URGENCY = {Level.BREAKING: "high", Level.ALERT: "normal", Level.NOTE: "low"}


@dataclass(frozen=True)
class Place:
    """Where a notification leads, the visit that it is of, its language, and the address at which it is turned off."""

    url: str
    visit: str
    lang: str
    stop: str


@dataclass(frozen=True)
class Notification:
    """A notification and who gets it. It takes the place of another with the same `tag`.

    `renotify` draws attention again although one was there. `banner_seq` is the banner that is shown then, 0 for none;
    `of_key_event` says that it tells of a new one.
    """

    audience: push.Audience
    title: str
    tag: str
    place: Place
    urgency: str = "normal"
    lifetime: timedelta = NEWS_LIFETIME
    renotify: bool = False
    banner_seq: int | None = None
    of_key_event: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """How a service treats it: a newer one with the same topic replaces one that it still has (RFC 8030)."""
        topic = base64.urlsafe_b64encode(sha256(f"{self.place.stop} {self.tag}".encode()).digest()).decode()[:32]
        return {"TTL": str(int(self.lifetime.total_seconds())), "Urgency": self.urgency, "Topic": topic}

    @property
    def content(self) -> str:
        """What `push-worker.js` shows, in the form that some browsers show by themselves (Declarative Web Push)."""
        with speaking(languages.best(self.place.lang)):
            turn_off = _("Turn off")
        shown = {
            "title": self.title,
            "body": self.place.visit,
            "navigate": self.place.url,
            "tag": self.tag,
            "lang": self.place.lang,
            "dir": "auto",
            "silent": self.urgency == "low",
            "renotify": self.renotify,
            "data": {"stop": self.place.stop},
            "actions": [{"action": "stop", "title": turn_off, "navigate": self.place.url}],
        }
        return json.dumps({"web_push": 8030, "notification": shown}, ensure_ascii=False, separators=(",", ":"))


def notification(delivery: Waiting) -> Notification | None:
    """The notification of a delivery, or None when there is nothing to tell any more. Needs a request context.

    It speaks the language of its visit, whichever the reader's page was in when they asked for it.
    """
    visit = visits.by_id(delivery.visit_id) if delivery.visit_id else None
    if visit is None or delivery.seq is None or visit.status is Status.HELD:
        return None
    with speaking(languages.best(visit.lang)):
        return _of(visit, delivery, delivery.seq)


def _of(visit: Visit, delivery: Waiting, seq: int) -> Notification | None:
    lifetime = WITHDRAWAL_LIFETIME if _takes_back(delivery.verb) else NEWS_LIFETIME
    if delivery.created_at < current_time() - lifetime:
        return None
    if delivery.verb is Verb.SET_BANNER:
        return _of_banner(visit, seq)
    if delivery.verb is Verb.CLEAR_BANNER:
        return _of_taken_back_banner(visit, seq)
    update = stream.by_public_id(visit.id, delivery.subject)
    if update is None:
        return None
    return _of_withdrawal(visit, update) if _takes_back(delivery.verb) else _of_key_event(visit, update, delivery)


def _takes_back(verb: Verb | None) -> bool:
    return verb in (Verb.CLEAR_BANNER, Verb.WITHDRAW, Verb.PURGE)


def _of_banner(visit: Visit, seq: int) -> Notification | None:
    banner = visits.banner_of(visit.id)
    if banner is None or banner.seq != seq:  # what it says now is told by itself
        return None
    return Notification(
        audience=push.who_wants_banners(),
        title=_("%(label)s: %(text)s", label=_level(banner.level), text=shortened(banner.text, BANNER_CHARACTERS)),
        tag="banner",
        urgency=_URGENCY[banner.level],
        lifetime=_until_it_expires(banner),
        renotify=not push.replaces_banner(visit.id, seq),
        banner_seq=seq,
        place=_place(visit, banner.target),
    )


def _of_taken_back_banner(visit: Visit, seq: int) -> Notification | None:
    why = push.why_taken_back(visit.id, seq)
    if not why or visits.banner_of(visit.id):  # or another has taken its place
        return None
    return Notification(
        audience=push.who_shows_a_banner(),
        title=_withdrawn(why),
        tag="banner",
        lifetime=WITHDRAWAL_LIFETIME,
        banner_seq=0,
        place=_place(visit),
    )


def _of_key_event(visit: Visit, update: Update, delivery: Waiting) -> Notification | None:
    told = push.key_event(visit.id, update.public_id)
    if update.state is not State.PUBLISHED or "key" not in update.marks:
        return None
    if delivery.verb is Verb.EDIT:
        if told is None or not _is_correction(visit, delivery.seq):
            return None
        audience, label = push.who_was_told(told), _("Corrected")
    elif told is not None and told.seq != delivery.seq:  # it has been one before
        return None
    else:
        audience, label = push.who_wants_key_events(), _("Key event")
    return Notification(
        audience=audience,
        title=_("%(label)s: %(text)s", label=label, text=update.title(MOST_CHARACTERS)),
        tag=update.public_id,
        of_key_event=delivery.verb is not Verb.EDIT,
        place=_place(visit, update),
    )


def _of_withdrawal(visit: Visit, update: Update) -> Notification | None:
    told = push.key_event(visit.id, update.public_id)
    if told is None or update.state is State.PUBLISHED:
        return None
    return Notification(
        audience=push.who_was_told(told),
        title=_withdrawn(update.why_gone),
        tag=update.public_id,
        lifetime=WITHDRAWAL_LIFETIME,
        place=_place(visit, update),
    )


def _is_correction(visit: Visit, seq: int | None) -> bool:
    revision = webhooks.revision(visit.id, seq) if seq else None
    return revision is not None and revision.change is EditKind.CORRECTION


def _withdrawn(why: str) -> str:
    return _("Withdrawn: %(reason)s", reason=shortened(why, MOST_CHARACTERS))


def _level(level: Level) -> str:
    return {Level.BREAKING: _("Breaking"), Level.ALERT: _("Alert"), Level.NOTE: pgettext("banner", "Note")}[level]


def _until_it_expires(banner: Banner) -> timedelta:
    left = banner.expires_at - current_time() if banner.expires_at else NEWS_LIFETIME
    return max(min(left, NEWS_LIFETIME), timedelta())


def _place(visit: Visit, update: Update | None = None) -> Place:
    page = url_for("reader.visit", slug=visit.slug, _external=True)
    if update is not None:
        page = url_for("reader.update", slug=visit.slug, public_id=update.public_id, _external=True)
    return Place(page, shortened(visit.title, TITLE_CHARACTERS), visit.lang, url_for("reader.push", slug=visit.slug))
