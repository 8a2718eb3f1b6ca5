"""Checks a post: its limits and choices, and that the visit knows its people and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta

from sqlalchemy.orm import Session

from blog.models import Delegation, Kind, MediaFile, Speaker, Standing, Stop, Topic, Update, Visit
from blog.models.limits import BODY_CHARACTERS, HEADLINE_CHARACTERS, SOURCE_CHARACTERS
from blog.models.update import names_in
from blog.newsroom import bylines, ground, lookups, media_choice, originals, pool, titles
from blog.newsroom import source as sources
from blog.newsroom.completeness import check_body, check_finished
from blog.newsroom.errors import Invalid
from blog.newsroom.source import Source
from blog.newsroom.transaction import current_time
from blog.newsroom.wording import NOTHING_VISIBLE, check_choice, check_length, check_markdown, visible_line
from blog.text import markdown
from blog.text.cleaning import clean, one_line
from blog.text.excerpt import plain
from blog.text.graphemes import cut
from blog.text.literal import literal
from blog.text.search import searchable
from blog.text.tags import is_language
from blog.text.visible import is_blank
from blog.translation import _

# A text under embargo may give the time at which it will be issued.
MOST_AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Post:
    """The fields of a post as typed; empty means not given. `stop`, `speaker` and `delegation` are keys.

    A `delegation` is for words of a side without a named speaker; a speaker's own side needs no mention. `issued_at` is
    a time in the zone of `stop`, unless it has an offset. `by` are the names that it is signed with, or addresses of
    accounts; without any, it is signed with its author's name. `original` is the public id of the update that it
    translates, `translator` who did that, and `official` whether the translation speaks for a side. `media` are the
    public ids of pictures and documents, in order; None leaves those of the update as they are. For a preview alone,
    `described` is what is new of them in the form. `unnamed`, kept nowhere, must not be in the text; `may_name` lets
    the visit's people be named.
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
    pool_number: str | int = ""
    pooler: str = ""
    pool_outlet: str = ""
    ground: str = ""
    agreed_words: str = ""
    unnamed: str = field(default="", repr=False)
    may_name: bool = False
    by: Sequence[str] = ()
    original: str = ""
    translator: str = ""
    official: bool = False
    media: Sequence[str] | None = None
    described: media_choice.Described | None = None


# What a form holds as the update has it. The others are keys of other rows, lists, flags or local times.
_COLUMNS = set(Update.__table__.c.keys()) - {"issued_at", "pool_number"}
TEXT_FIELDS = tuple(each.name for each in fields(Post) if each.name in _COLUMNS)


@dataclass(frozen=True)
class CheckedPost:
    """A valid post, with its choices parsed and its keys looked up."""

    headline: str
    body: str
    kind: Kind
    standing: Standing
    stop: Stop | None
    speaker: Speaker | None
    topics: tuple[Topic, ...]
    lang: str
    source: Source = sources.NO_SOURCE
    pool: pool.Pool = pool.NO_POOL
    rule: ground.Rule = ground.ON_RECORD
    delegation: Delegation | None = None
    byline: str = ""  # one name a line
    html: str = ""  # the rendered body, if it was rendered by the check
    media: tuple[MediaFile, ...] = ()
    tie: originals.Tie = originals.NO_TIE

    def side_in(self, update: Update) -> Delegation | None:
        """The side that says it: of the speaker whom the update names already, that of its day."""
        is_same = self.speaker and self.speaker.id == update.speaker_id
        return (update.delegation if is_same else None) or self.delegation

    def differs_from(self, update: Update) -> bool:
        """Whether applying this would change the update."""
        return (
            (self.headline, self.body, self.kind, self.standing, self.lang, self.byline)
            != (update.headline, update.body, update.kind, update.standing, update.lang, update.byline)
            or (self.stop and self.stop.id) != update.stop_id
            or (self.speaker and self.speaker.id) != update.speaker_id
            or ((side := self.side_in(update)) and side.id) != update.delegation_id
            or {topic.id for topic in self.topics} != {topic.id for topic in update.topics}
            or self.source.differs_from(update)
            or self.pool.differs_from(update)
            or self.tie.differs_from(update)
            or self.rule.differs_from(update)
            or self.media != update.media
        )

    def _is_of_another_day(self, update: Update) -> bool:
        moved = self.source.issued_at != update.issued_at or (self.stop and self.stop.id) != update.stop_id
        return bool(moved and self.speaker and self.speaker.titles)

    def apply_to(self, update: Update) -> None:
        """Copies this into the update, with a new speaker's title and side of that day, and renders the body."""
        if self.speaker is None:
            update.speaker_title = ""
        elif self.speaker.id != update.speaker_id or self._is_of_another_day(update):
            at = self.source.issued_at or update.published_at or current_time()
            update.speaker_title = titles.of_day(self.speaker, at, self.stop)
        update.headline, update.body, update.lang = self.headline, self.body, self.lang
        update.byline = self.byline
        update.html, update.renderer = self.html or markdown.render(self.body), markdown.RENDERER
        update.kind, update.standing = self.kind, self.standing
        update.stop, update.topics = self.stop, list(self.topics)
        update.speaker, update.delegation = self.speaker, self.side_in(update)
        self.source.apply_to(update)
        self.pool.apply_to(update)
        self.tie.apply_to(update)
        self.rule.apply_to(update)
        update.attach(self.media)
        update.words = search_text(update)


def taken_over(title: str, text: str, *, name: str, address: str, language: str) -> Post:
    """The post that another source's words become, within the limits. `name` and `address` are the source's."""
    return Post(
        body=cut(literal(text), BODY_CHARACTERS),
        headline=cut(title, HEADLINE_CHARACTERS),
        lang=language if is_language(language) else "",
        source=cut(name, SOURCE_CHARACTERS),
        source_url=address if address.startswith(("https://", "http://")) else "",
    )


def search_text(update: Update, *, text: str | None = None, beside: Sequence[str] | None = None) -> str:
    """The folded text in which a search finds an update: all its words, who says them, and what stands beside them.

    `text` is its plain text, and `beside` what its pictures, documents and cards say, where the caller has them.
    """
    said = (*speaker_names(update.speaker, update.delegation), update.source or "", *names_in(update.byline or ""))
    said += (update.pool_credit, update.agreed_words or "")
    beside = update.said_beside if beside is None else beside
    return searchable(update.headline, plain(update.html) if text is None else text, *said, *beside)


def speaker_names(speaker: Speaker | None, delegation: Delegation | None) -> tuple[str, ...]:
    """The names by which a search finds an update: the speaker's or, without one, the side's."""
    if speaker:
        return (speaker.name,)
    return tuple(dict.fromkeys((delegation.name, delegation.short_name))) if delegation else ()


def check_post(
    session: Session, visit: Visit, post: Post, *, of: Update | None = None, for_readers: bool = True
) -> CheckedPost:
    """Validates a post, which may be a change `of` an update. Raises Invalid with a sentence for each field in error.

    A draft, which is not `for_readers` yet, may be unfinished: a statement does not need a speaker.
    """
    errors: dict[str, str] = {}
    body, headline = clean(post.body), one_line(post.headline)
    kind = check_choice(errors, "kind", Kind, post.kind, Kind.REPORT)
    html = check_markdown(errors, "body", body, BODY_CHARACTERS)
    wanted = post.media if post.media is not None else of.media_ids if of else ()
    media = media_choice.check_media(session, visit, wanted, errors, for_readers=for_readers, described=post.described)
    if "body" not in errors and not html:
        check_body(errors, kind, headline, media, for_readers=for_readers)
    if headline and is_blank(headline):
        errors["headline"] = _(NOTHING_VISIBLE)
    check_length(errors, "headline", _("The headline"), headline, HEADLINE_CHARACTERS)
    lang = clean(post.lang) or visit.lang
    if not is_language(lang):
        errors["lang"] = _("Give the language as a tag such as en, zh or pt-BR.")
    stop = lookups.stop(session, visit, post.stop, errors)
    origin = visible_line(post.source)
    speaker, delegation = lookups.voice(session, visit, post.speaker, post.delegation, errors)
    checked = CheckedPost(
        headline=headline,
        body=body if html else "",
        lang=lang,
        kind=kind,
        standing=check_choice(errors, "standing", Standing, post.standing, Standing.REPORTED),
        stop=stop,
        speaker=speaker,
        delegation=delegation,
        topics=lookups.topics(session, visit, post.topics, errors),
        source=sources.check_source(
            origin, clean(post.source_url), clean(post.issued_at), stop, current_time() + MOST_AHEAD, errors
        ),
        pool=pool.check_pool(post.pool_number, post.pooler, post.pool_outlet, errors),
        rule=ground.check_ground(post, (post.speaker, post.delegation), errors, for_readers=for_readers),
        byline=bylines.check_byline(session, visit, post.by, errors),
        html=html,
        media=media,
        tie=originals.check_tie(session, visit, post, lang, of, errors),
    )
    attribution = post.speaker or post.delegation or origin or clean(post.source_url) or checked.rule.names_nobody
    if for_readers:
        check_finished(errors, checked.kind, is_attributed=bool(attribution), headline=headline, body=body)
    if errors:
        raise Invalid(**errors)
    return checked


def check_saved(update: Update) -> None:
    """Raises Invalid if an update that was saved unfinished is not ready for readers."""
    errors: dict[str, str] = {}
    if not update.html:
        check_body(errors, update.kind, update.headline, update.media, for_readers=True)
    media_choice.check_described(update.media, errors)
    ground.check_agreed(errors, update.ground, update.agreed_words)
    is_attributed = any((update.speaker, update.delegation, update.source, update.source_url, update.names_nobody))
    check_finished(errors, update.kind, is_attributed=is_attributed, headline=update.headline, body=update.body)
    if errors:
        raise Invalid(**errors)
