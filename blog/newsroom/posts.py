"""What a reporter sends, checked against the visit: limits, known words, known people and places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import Session

from blog.models import Delegation, Kind, Speaker, Standing, Stop, Topic, Update, Visit
from blog.newsroom import lookups
from blog.newsroom import source as sources
from blog.newsroom.errors import Invalid
from blog.newsroom.source import Source
from blog.newsroom.transaction import current_time
from blog.text import markdown
from blog.text.cleaning import clean, one_line
from blog.text.excerpt import plain
from blog.text.graphemes import cut
from blog.text.search import searchable
from blog.text.visible import is_blank

BODY_CHARACTERS = 20_000
HEADLINE_CHARACTERS = 200
NOTE_CHARACTERS = 500
NOTHING_VISIBLE = "Readers would see no words here. Write some, or leave it empty."
# Kinds that hold somebody's words.
QUOTING_KINDS = (Kind.STATEMENT, Kind.READOUT)
# What waits for an embargo to lift may say when it will have been issued.
MOST_AHEAD = timedelta(days=1)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Post:
    """The fields of a post as they were typed. Empty means not given; `stop`, `speaker` and `delegation` are keys.

    A `delegation` speaks without a named person; with a speaker, it is the speaker's side anyway.
    `issued_at` is a time by the clocks of `stop`, or one with an offset.
    """

    body: str
    headline: str = ""
    kind: str = Kind.REPORT
    standing: str = Standing.REPORTED
    stop: str = ""
    speaker: str = ""
    delegation: str = ""
    topics: Sequence[str] = ()
    key: bool = False
    lang: str = ""
    source: str = ""
    source_url: str = ""
    issued_at: str = ""


@dataclass(frozen=True)
class CheckedPost:
    """A post that can be published: every word in it is known to the visit."""

    headline: str
    body: str
    kind: Kind
    standing: Standing
    stop: Stop | None
    speaker: Speaker | None
    topics: tuple[Topic, ...]
    lang: str
    source: Source = sources.NO_SOURCE
    delegation: Delegation | None = None
    html: str = ""  # of the body, where that was read already

    def differs_from(self, update: Update) -> bool:
        """Whether an update says anything else than this."""
        return (
            (self.headline, self.body, self.kind, self.standing, self.lang)
            != (update.headline, update.body, update.kind, update.standing, update.lang)
            or (self.stop and self.stop.id) != update.stop_id
            or (self.speaker and self.speaker.id) != update.speaker_id
            or (self.delegation and self.delegation.id) != update.delegation_id
            or {topic.id for topic in self.topics} != {topic.id for topic in update.topics}
            or self.source.differs_from(update)
        )

    def apply_to(self, update: Update) -> None:
        """Makes this the update's present wording. A speaker's title is kept as it is at this moment."""
        if self.speaker is None:
            update.speaker_title = ""
        elif self.speaker.id != update.speaker_id:
            update.speaker_title = self.speaker.title
        update.headline, update.body, update.lang = self.headline, self.body, self.lang
        update.html, update.renderer = self.html or markdown.render(self.body), markdown.RENDERER
        update.kind, update.standing = self.kind, self.standing
        update.stop, update.topics = self.stop, list(self.topics)
        update.speaker, update.delegation = self.speaker, self.delegation
        self.source.apply_to(update)
        update.words = search_text(update)


def search_text(update: Update) -> str:
    """What a search looks through to find an update: its headline and text, who said it and where."""
    said_by = speaker_names(update.speaker, update.delegation)
    return searchable(update.headline, plain(update.html), *said_by, update.source or "")


def speaker_names(speaker: Speaker | None, delegation: Delegation | None) -> tuple[str, ...]:
    """By which names one looks for what a person said or, without one, a side."""
    if speaker:
        return (speaker.name,)
    return tuple(dict.fromkeys((delegation.name, delegation.short_name))) if delegation else ()


def check_post(session: Session, visit: Visit, post: Post, *, for_readers: bool = True) -> CheckedPost:
    """Turns a post into a wording. Raises Invalid with a sentence for every field that cannot be taken.

    What is not `for_readers` yet may be unfinished: a statement need not say who makes it.
    """
    errors: dict[str, str] = {}
    body, headline = clean(post.body), one_line(post.headline)
    kind = _choice(errors, "kind", Kind, post.kind, Kind.REPORT)
    html = check_markdown(errors, "body", body, BODY_CHARACTERS)
    if "body" not in errors and not html:
        _check_body(errors, kind, headline, for_readers=for_readers)
    if headline and is_blank(headline):
        errors["headline"] = NOTHING_VISIBLE
    check_length(errors, "headline", "The headline", headline, HEADLINE_CHARACTERS)
    lang = clean(post.lang) or visit.lang
    if not _LANGUAGE.fullmatch(lang) or len(lang) > 35:
        errors["lang"] = "Give the language as a tag such as en, zh or pt-BR."
    stop = lookups.stop(session, visit, post.stop, errors)
    origin = visible(one_line(post.source))
    speaker, delegation = lookups.voice(session, visit, post.speaker, post.delegation, errors)
    checked = CheckedPost(
        headline=headline,
        body=body if html else "",
        lang=lang,
        kind=kind,
        standing=_choice(errors, "standing", Standing, post.standing, Standing.REPORTED),
        stop=stop,
        speaker=speaker,
        delegation=delegation,
        topics=lookups.topics(session, visit, post.topics, errors),
        source=sources.check_source(
            origin, clean(post.source_url), clean(post.issued_at), stop, current_time() + MOST_AHEAD, errors
        ),
        html=html,
    )
    says_who = post.speaker or post.delegation or origin or clean(post.source_url)
    if for_readers and checked.kind is Kind.STATEMENT and not says_who:
        errors["speaker"] = "Say who makes this statement, or give its source: readers must know whose words these are."
    if errors:
        raise Invalid(**errors)
    return checked


def check_note(text: str, *, needed: str = "") -> str:
    """A public note, cleaned. `needed` is the sentence for an empty one, where one must be given."""
    cleaned, errors = visible(one_line(text)), dict[str, str]()
    if needed and not cleaned:
        errors["note"] = needed
    check_length(errors, "note", "The note", cleaned, NOTE_CHARACTERS)
    if errors:
        raise Invalid(**errors)
    return cleaned


def visible(text: str) -> str:
    """The text, or nothing where a reader would see no letter, digit or symbol of it."""
    return "" if is_blank(text) else text


def check_markdown(errors: dict[str, str], field: str, text: str, most: int) -> str:
    """The HTML of a Markdown text, which may be empty.

    Adds a sentence to `errors` when it is too long, which is known before it is parsed; when it shows nothing; and when
    a link in it has no whole address.
    """
    if check_length(errors, field, "The text", text, most) or is_blank(text):
        return ""
    read = markdown.read(text)
    if read.is_blank:
        errors[field] = NOTHING_VISIBLE
    for address in read.unfinished_links[:1]:
        errors.setdefault(field, f"Write the link {cut(address, 80)} in full, from https:// on. Nothing was lost.")
    return read.html


def check_length(errors: dict[str, str], field: str, what: str, text: str, most: int) -> bool:
    """Whether a text is past its limit; then a sentence in `errors` says so."""
    over = len(text) - most
    if over > 0:
        errors[field] = f"{what} is {over:,} characters too long: {most:,} are the most. Nothing was lost."
    return over > 0


def _check_body(errors: dict[str, str], kind: Kind, headline: str, *, for_readers: bool) -> None:
    """Adds a sentence to `errors` where a text is missing: a headline stands alone, but not for somebody's words."""
    if is_blank(headline):
        errors["body"] = "Write something: an update needs a text or a headline."
    elif for_readers and kind in QUOTING_KINDS:
        errors["body"] = f"Write what was said: a {kind} needs a text under its headline."


def _choice(errors: dict[str, str], field: str, enum: type[Choice], text: str, default: Choice) -> Choice:
    try:
        return enum(text.strip() or default)
    except ValueError:
        errors[field] = f"Choose one of {', '.join(enum)}."
        return default
