"""Opens visits, describes them, and changes their status."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from blog.models import (
    Autosave,
    Banner,
    Delegation,
    DeskEvent,
    DeskNote,
    DeskVerb,
    Embargo,
    Event,
    Handover,
    Membership,
    ReadyText,
    Reporter,
    Speaker,
    Status,
    Stop,
    Topic,
    Update,
    Verb,
    Visit,
)
from blog.models.limits import STATE_OF_PLAY_CHARACTERS, SUMMARY_CHARACTERS, TITLE_CHARACTERS
from blog.models.visit import new_epoch
from blog.newsroom import acting, banner, commits, merging, transaction
from blog.newsroom.errors import ChangesWhatReadersHave, Invalid, StaleForm
from blog.newsroom.merging import Loaded
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import NOTHING_VISIBLE, check_length, check_markdown, visible, visible_line
from blog.permissions import ActorId, may_open_visit, may_reset, may_set_status, may_set_up, may_sum_up
from blog.text import clock
from blog.text.cleaning import clean
from blog.text.slugs import is_slug
from blog.text.tags import is_language
from blog.translation import N_, _

# These would collide with addresses of the desk.
RESERVED_SLUGS = {"new"}
# Only from these can a visit go live by itself.
WAITING_STATUSES = (Status.UPCOMING, Status.PAUSED)
# The fields of the description, each on its own.
GROUPS = (("title",), ("summary",), ("notice",))
APPROVAL = (("approval",),)

_END = N_("End this visit? Readers see that it has ended, and its banner goes. Their pages stay.")
_HOLD = N_("Hold this visit? Readers lose all its pages at once, open ones too. Only the desk still sees it.")
_RELEASE = N_("Release this visit? Everyone can see it at once, with everything that was published in it.")


def open_visit(
    slug: str,
    *,
    by_id: ActorId,
    title: str,
    summary: str = "",
    notice: str = "",
    lang: str = "en",
    is_held: bool = False,
) -> int:
    """Opens an upcoming or a held visit with all active accounts as members, and returns its id.

    Raises Invalid, also when the slug is taken.
    """
    errors: dict[str, str] = {}
    if not is_slug(slug) or slug in RESERVED_SLUGS:
        errors["slug"] = _("In a slug, use only lowercase letters, digits and single hyphens, such as beijing-2010.")
    if not is_language(lang):
        errors["lang"] = _("Give the language as a tag such as en or zh-Hans.")
    title = _title(title, errors)
    _lengths(errors, summary, notice)
    if errors:
        raise Invalid(**errors)
    with commits.write_session() as session:
        by = acting.actor(session, by_id)
        acting.require(by, may_open_visit)
        if session.scalar(select(Visit.id).where(Visit.slug == slug)):
            raise Invalid(slug=_("There is already a visit %(slug)s. Choose another slug.", slug=slug))
        visit = Visit(slug=slug, title=title, summary=visible(clean(summary)), notice=visible(clean(notice)), lang=lang)
        visit.created_at, visit.status = transaction.current_time(), Status.HELD if is_held else Status.UPCOMING
        transaction.add_visit(session, visit, by)
        members = session.scalars(select(Reporter.id).where(Reporter.active))
        session.add_all(Membership(reporter_id=reporter_id, visit_id=visit.id) for reporter_id in members)
        return visit.id


@verb(may_set_up)
def describe(
    tx: Transaction, *, title: str, summary: str, notice: str | None = None, loaded: Loaded | None = None
) -> None:
    """Changes the title, the summary and the notice at the top of the page. Raises BothChanged."""
    errors: dict[str, str] = {}
    title = _title(title, errors)
    _lengths(errors, summary, notice or "")
    if errors:
        raise Invalid(**errors)
    words = {"title": title, "summary": visible(clean(summary)), "notice": tx.visit.notice}
    if notice is not None:
        words["notice"] = visible(clean(notice))
    if merging.merge(tx, tx.visit, words, GROUPS, loaded, (Verb.DESCRIBE,), ""):
        tx.log(Verb.DESCRIBE)


@verb(may_set_up)
def demand_approval(tx: Transaction, is_demanded: bool, *, loaded: Loaded | None = None) -> bool:
    """Lets only editors publish at the visit, or reporters too. Readers see no difference. Returns which it is now."""
    if merging.merge(tx, tx.visit, {"approval": is_demanded}, APPROVAL, loaded, (), ""):
        tx.tell_desk(DeskVerb.DEMAND_APPROVAL, detail="on" if is_demanded else "off")
    return tx.visit.approval


@verb(may_sum_up)
def sum_up(tx: Transaction, text: str, *, version: str | None = None) -> None:
    """Sets the state of play (“Where things stand”), in Markdown; an empty text removes it.

    `version` is that of the text that the form showed. Raises StaleForm when it has changed since.
    """
    words, errors = clean(text), dict[str, str]()
    html = check_markdown(errors, "state_of_play", words, STATE_OF_PLAY_CHARACTERS)
    if words and not html:
        errors.setdefault("state_of_play", _(NOTHING_VISIBLE))
    if errors:
        raise Invalid(**errors)
    visit = tx.visit
    if words == visit.state_of_play:
        return
    if version is not None and version != visit.state_of_play_version:
        raise StaleForm(merging.who_changed(tx, (Verb.SUM_UP,)))
    visit.state_of_play, visit.state_of_play_html = words, html
    visit.state_of_play_at = tx.at if words else None
    tx.log(Verb.SUM_UP)


@verb(may_set_status)
def set_status(
    tx: Transaction,
    status: str,
    *,
    live_from: datetime | None = None,
    version: str | None = None,
    ask_first: bool = False,
) -> None:
    """Sets the visit held, upcoming, live, paused or ended.

    An upcoming or paused visit goes live by itself at `live_from`, if that is given; a held one is released by hand.
    Ending a visit removes its banner. With `ask_first`, raises ChangesWhatReadersHave before a visit is ended, held or
    released. `version` is that of the status in the form: raises StaleForm when it has changed since.
    """
    if status not in tuple(Status):
        raise Invalid(status=_("Choose one of %(words)s.", words=", ".join(Status)))
    if status not in WAITING_STATUSES:
        live_from = None
    visit = tx.visit
    if clock.is_outside(live_from):
        raise Invalid(live_from=clock.OUTSIDE)
    if live_from and live_from != visit.live_from and live_from <= tx.at:
        raise Invalid(live_from=_("Choose a time in the future, or set the visit live now."))
    if (status, live_from) == (visit.status, visit.live_from):
        return
    if version is not None and version != visit.status_version:
        raise StaleForm(merging.who_changed(tx, (Verb.SET_STATUS,)))
    question = _question(visit.status, Status(status)) if ask_first else None
    if question:
        raise ChangesWhatReadersHave(_(question), Status(status))
    _set_status(tx, Status(status), live_from)


@verb()
def go_live_if_due(tx: Transaction) -> None:
    """Sets an upcoming or paused visit live if it is due. The scheduler calls this."""
    visit = tx.visit
    if visit.status in WAITING_STATUSES and visit.live_from and visit.live_from <= tx.at:
        _set_status(tx, Status.LIVE, None)


@verb(may_reset)
def reset(tx: Transaction) -> None:
    """Deletes everything in a visit permanently and starts a new log; open pages reload. A held visit stays held."""
    visit, session = tx.visit, tx.session
    of_desk = (Autosave, DeskEvent, DeskNote, Handover, ReadyText)
    for table in (*of_desk, Update, Embargo, Banner, Event, Stop, Speaker, Delegation, Topic):
        session.execute(delete(table).where(table.visit_id == visit.id))
    visit.epoch, visit.published = new_epoch(), 0
    if visit.status is not Status.HELD:
        visit.status = Status.UPCOMING
    visit.status_at = visit.live_from = visit.state_of_play_at = None
    visit.state_of_play = visit.state_of_play_html = ""
    visit.schedule_at = visit.schedule_due = None
    tx.restart_numbers()
    tx.log(Verb.OPEN)


def _question(before: Status, after: Status) -> str | None:
    if before is after:
        return None
    if before is Status.HELD:
        return _RELEASE
    return {Status.HELD: _HOLD, Status.ENDED: _END}.get(after)


def _set_status(tx: Transaction, status: Status, live_from: datetime | None) -> None:
    visit = tx.visit
    if status is not visit.status:
        visit.status, visit.status_at = status, tx.at
        if status is Status.ENDED:
            banner.remove(tx)
    visit.live_from = live_from
    tx.concern(detail=status.value)
    tx.log(Verb.SET_STATUS)


def _lengths(errors: dict[str, str], summary: str, notice: str) -> None:
    check_length(errors, "summary", _("The summary"), clean(summary), SUMMARY_CHARACTERS)
    check_length(errors, "notice", _("The notice"), clean(notice), SUMMARY_CHARACTERS)


def _title(text: str, errors: dict[str, str]) -> str:
    title = visible_line(text)
    if not title:
        errors["title"] = _("Give the visit a title.")
    check_length(errors, "title", _("The title"), title, TITLE_CHARACTERS)
    return title
