"""Plans the engagements of a visit's days, moves and cancels them, and says when they begin and end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from blog.models import Access, Course, DeskVerb, Engagement, Reporter, Verb
from blog.models.columns import public_id
from blog.models.event import OF_ENGAGEMENTS
from blog.models.limits import HEADLINE_CHARACTERS, NAME_CHARACTERS, PRESS_CHARACTERS, SCHEDULE_EVENTS
from blog.newsroom import itinerary, merging, passing
from blog.newsroom.errors import Invalid, NotFound, Refused, StaleForm
from blog.newsroom.merging import Groups, Loaded
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import check_length, visible, visible_line
from blog.permissions import may_set_up, may_write_to
from blog.text import clock
from blog.text.cleaning import clean
from blog.translation import N_, _, ngettext


@dataclass(frozen=True)
class Plan:
    """An engagement as it is typed. `call_at`, `gathering`, `note` and `covered_by` are for colleagues only."""

    title: str
    begins_at: datetime | None
    ends_at: datetime | None = None
    place: str = ""
    access: str = Access.UNANNOUNCED
    call_at: datetime | None = None
    gathering: str = ""
    note: str = ""
    covered_by: Collection[int] = ()


PLAN_TIMES = ("begins_at", "ends_at", "call_at")
PLAN_TEXTS = ("title", "place", "access", "gathering", "note")
FOR_COLLEAGUES = ("call_at", "gathering", "note", "covered_by")
# Another stop also means another clock.
GROUPS: Groups = (
    *(("stop", "begins_at", "ends_at", "call_at"), ("title",), ("place",), ("access",)),
    *(("gathering",), ("note",), ("covered_by",)),
)
TIMES: Groups = (("begins_at", "ends_at"),)


@verb(may_set_up)
def plan(tx: Transaction, stop: str, wanted: Plan) -> str:
    """Adds an engagement below a stop and returns its key."""
    return _add(tx, stop, wanted)


@verb(may_set_up)
def plan_all(tx: Transaction, stop: str, wanted: Mapping[int, Plan]) -> int:
    """Adds several at once, or none of them: their number. Raises Invalid with the fields of each by its number."""
    errors: dict[str, str] = {}
    for index, one in wanted.items():
        try:
            _add(tx, stop, one)
        except Invalid as error:
            errors |= {f"{name}-{index}": sentence for name, sentence in error.fields.items()}
    if errors:
        raise Invalid(**errors)
    return len(wanted)


@verb(may_set_up)
def replan(tx: Transaction, key: str, stop: str, wanted: Plan, *, loaded: Loaded | None = None) -> None:
    """Corrects what was entered. Readers are not told of a new time as a move. Raises BothChanged."""
    engagement = get_engagement(tx, key)
    values = {**_checked(tx, wanted), "stop": itinerary.get_stop(tx, stop)}
    before = merging.values_of(engagement, GROUPS)
    if not merging.merge(tx, engagement, values, GROUPS, loaded, OF_ENGAGEMENTS, key):
        return
    after = merging.values_of(engagement, GROUPS)
    if engagement.moved_from == engagement.begins_at:
        engagement.moved_from = None
    _tell(tx, Verb.REPLAN, engagement, is_public=any(after[name] != before[name] for name in _SEEN))


@verb(may_set_up)
def reschedule(
    tx: Transaction,
    key: str,
    begins_at: datetime | None,
    ends_at: datetime | None = None,
    *,
    loaded: Loaded | None = None,
) -> None:
    """Moves an engagement to another time, which readers are told. Without an end it stays as long as it was.

    One that was cancelled is planned again. Raises BothChanged.
    """
    engagement = get_engagement(tx, key)
    if engagement.course in (Course.UNDER_WAY, Course.DONE):
        raise Refused(_("It has begun already. Take that back first, or correct its times."))
    was = engagement.begins_at
    if begins_at and ends_at is None and engagement.ends_at:
        ends_at = begins_at + (engagement.ends_at - was)
    errors = _wrong_times({"begins_at": begins_at, "ends_at": ends_at, "call_at": None})
    if errors:
        raise Invalid(**errors)
    times = {"begins_at": begins_at, "ends_at": ends_at}
    moves = merging.merge(tx, engagement, times, TIMES, loaded, OF_ENGAGEMENTS, key)
    if not moves and engagement.course is Course.PLANNED:
        return
    if engagement.begins_at != was:
        first = engagement.moved_from or was
        engagement.moved_from = None if first == engagement.begins_at else first
        if engagement.call_at:
            engagement.call_at += engagement.begins_at - was
    engagement.course = Course.PLANNED
    _tell(tx, Verb.RESCHEDULE, engagement)


@verb(may_set_up)
def begin(tx: Transaction, key: str, *, seen: str | None = None) -> None:
    """Marks an engagement as under way. `seen` is the course in which the form showed it. Raises StaleForm."""
    _follow(tx, Verb.BEGIN, key, seen, Course.UNDER_WAY)


@verb(may_set_up)
def finish(tx: Transaction, key: str, *, seen: str | None = None) -> None:
    """Marks an engagement as over. `seen` is as for `begin`."""
    _follow(tx, Verb.FINISH, key, seen, Course.DONE)


@verb(may_set_up)
def call_off(tx: Transaction, key: str, *, seen: str | None = None) -> None:
    """Marks an engagement as cancelled: it stays on the schedule. `seen` is as for `begin`."""
    _follow(tx, Verb.CALL_OFF, key, seen, Course.CANCELLED)


@verb(may_set_up)
def reinstate(tx: Transaction, key: str, *, seen: str | None = None) -> None:
    """Takes back that an engagement has begun, is over or was cancelled. `seen` is as for `begin`."""
    _follow(tx, Verb.REINSTATE, key, seen, Course.PLANNED)


@verb(may_set_up)
def unplan(tx: Transaction, key: str) -> None:
    """Removes an engagement that was entered by mistake."""
    tx.session.delete(get_engagement(tx, key))
    tx.log(Verb.UNPLAN, key)
    passing.look_at_clock(tx)


def get_engagement(tx: Transaction, key: str) -> Engagement:
    """The engagement of this key. Raises NotFound."""
    wanted = select(Engagement).where(Engagement.visit_id == tx.visit.id, Engagement.key == key)
    if found := tx.session.scalar(wanted):
        return found
    raise NotFound(_("This is no longer on the schedule. Reload the page."))


_SEEN = tuple(name for group in GROUPS for name in group if name not in FOR_COLLEAGUES)
_ENDS_FIRST = N_("The end cannot be before the beginning.")


def _add(tx: Transaction, stop_key: str, wanted: Plan) -> str:
    stop, checked = itinerary.get_stop(tx, stop_key), _checked(tx, wanted)
    count = select(func.count()).select_from(Engagement).where(Engagement.visit_id == tx.visit.id)
    if tx.session.scalars(count).one() >= SCHEDULE_EVENTS:
        raise Refused(
            ngettext(
                "A schedule can have %(num)s event. Remove one first.",
                "A schedule can have %(num)s events. Remove one first.",
                SCHEDULE_EVENTS,
            )
        )
    engagement = Engagement(visit_id=tx.visit.id, stop=stop, key=public_id(), sequence=0, desk_sequence=0)
    engagement.changed_at = engagement.desk_changed_at = tx.at
    for name, value in checked.items():
        setattr(engagement, name, value)
    tx.session.add(engagement)
    tx.log(Verb.PLAN, engagement.key)
    passing.look_at_clock(tx)
    return engagement.key


def _follow(tx: Transaction, verb_of_log: Verb, key: str, seen: str | None, course: Course) -> None:
    engagement = get_engagement(tx, key)
    if seen is not None and seen != engagement.course:
        raise StaleForm(merging.who_changed(tx, OF_ENGAGEMENTS, key))
    if engagement.course is course:
        return
    engagement.course = course
    _tell(tx, verb_of_log, engagement)


def _tell(tx: Transaction, verb_of_log: Verb, engagement: Engagement, *, is_public: bool = True) -> None:
    """What only colleagues may know is told to the desk alone."""
    engagement.revise(tx.at, is_public=is_public)
    if is_public:
        tx.log(verb_of_log, engagement.key)
        passing.look_at_clock(tx)
    else:
        tx.tell_desk(DeskVerb.ASSIGN, engagement.key)


def _checked(tx: Transaction, wanted: Plan) -> dict[str, Any]:
    values = {field.name: getattr(wanted, field.name) for field in fields(Plan)}
    for name in ("title", "place", "gathering"):
        values[name] = visible_line(values[name])
    values["note"] = visible(clean(values["note"]))
    errors = _wrong_times(values)
    if not values["title"]:
        errors["title"] = _("Enter the title.")
    check_length(errors, "title", _("The title"), values["title"], HEADLINE_CHARACTERS)
    check_length(errors, "place", _("The place"), values["place"], NAME_CHARACTERS)
    check_length(errors, "gathering", _("The gathering place"), values["gathering"], NAME_CHARACTERS)
    check_length(errors, "note", _("The text"), values["note"], PRESS_CHARACTERS)
    if values["access"] not in tuple(Access):
        errors["access"] = _("Choose one of %(words)s.", words=", ".join(Access))
    else:
        values["access"] = Access(values["access"])
    values["covered_by"] = tuple(sorted(set(values["covered_by"])))
    team = (tx.session.get(Reporter, account_id) for account_id in values["covered_by"])
    if not all(one and may_write_to(one, tx.visit.id) for one in team):
        errors["covered_by"] = _("Only members of the visit's team can cover it.")
    if errors:
        raise Invalid(**errors)
    return values


def _wrong_times(values: dict[str, Any]) -> dict[str, str]:
    begins_at, ends_at, call_at = (values[name] for name in PLAN_TIMES)
    errors = {name: clock.OUTSIDE for name in PLAN_TIMES if clock.is_outside(values[name])}
    if begins_at is None:
        errors["begins_at"] = _("Enter the start time.")
    if begins_at and ends_at and ends_at < begins_at:
        errors["ends_at"] = _(_ENDS_FIRST)
    if begins_at and call_at and call_at > begins_at:
        errors["call_at"] = _("The call time cannot be after the beginning.")
    return errors
