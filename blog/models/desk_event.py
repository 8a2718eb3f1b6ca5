"""Events of the desk: a visit's second log, for its team alone. Readers' numbers do not show that the desk is busy."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, word
from blog.models.event import OF_ENGAGEMENTS, Verb
from blog.models.limits import NOTE_CHARACTERS

DETAIL_CHARACTERS = 1_000


class DeskVerb(StrEnum):
    """What can happen at a visit's desk: to an update that is not public, to embargoes and notes, and to the set-up.

    Those in FOLLOWED come with an event that readers see, and tell open desks which of their own parts it changed.
    PUBLISH does, too, where no other event tells the desk: it changes nothing there but the log.
    """

    PUBLISH = "publish"
    SAVE = "save"
    HAND_IN = "hand_in"
    SCHEDULE = "schedule"
    HOLD = "hold"
    TAKE_OUT = "take_out"
    CLAIM = "claim"
    UNCLAIM = "unclaim"
    RETURN = "return"
    DISCARD = "discard"
    RELEASE = "release"
    EMBARGO = "embargo"
    NOTE = "note"
    REPORT = "report"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    DELETE_NOTE = "delete_note"
    HAND_OVER = "hand_over"
    READ_HANDOVER = "read_handover"
    CHANGE_UPDATE = "change_update"
    CHANGE_BANNER = "change_banner"
    CHANGE_STATUS = "change_status"
    SUM_UP = "sum_up"
    MOVE = "move"
    SET_UP = "set_up"
    SCHEDULE_DAY = "schedule_day"
    ASSIGN = "assign"
    DEMAND_APPROVAL = "demand_approval"
    JOIN_TEAM = "join_team"
    LEAVE_TEAM = "leave_team"
    CHANGE_MEMBER = "change_member"


# What the desk follows of the readers' log. Of what is published the newsroom tells it: a text that was saved before
# is released.
FOLLOWED = {
    Verb.SHOW_MEDIA: DeskVerb.PUBLISH,
    Verb.CARD: DeskVerb.PUBLISH,
    Verb.MARK: DeskVerb.PUBLISH,
    Verb.CONFIRM: DeskVerb.CHANGE_UPDATE,
    Verb.UNTIE: DeskVerb.CHANGE_UPDATE,
    Verb.EDIT: DeskVerb.CHANGE_UPDATE,
    Verb.PIN: DeskVerb.CHANGE_UPDATE,
    Verb.UNPIN: DeskVerb.CHANGE_UPDATE,
    Verb.KEY: DeskVerb.CHANGE_UPDATE,
    Verb.UNKEY: DeskVerb.CHANGE_UPDATE,
    Verb.WITHDRAW: DeskVerb.CHANGE_UPDATE,
    Verb.PURGE: DeskVerb.CHANGE_UPDATE,
    Verb.SET_BANNER: DeskVerb.CHANGE_BANNER,
    Verb.CLEAR_BANNER: DeskVerb.CHANGE_BANNER,
    Verb.SET_STATUS: DeskVerb.CHANGE_STATUS,
    Verb.SUM_UP: DeskVerb.SUM_UP,
    Verb.ARRIVE: DeskVerb.MOVE,
    Verb.LEAVE: DeskVerb.MOVE,
    Verb.TAKE_BACK: DeskVerb.MOVE,
    Verb.DESCRIBE: DeskVerb.SET_UP,
    Verb.ADD_STOP: DeskVerb.SET_UP,
    Verb.CHANGE_STOP: DeskVerb.SET_UP,
    Verb.RENAME_STOP: DeskVerb.SET_UP,
    Verb.DROP_STOP: DeskVerb.SET_UP,
    Verb.ORDER_STOPS: DeskVerb.SET_UP,
    Verb.ADD_DELEGATION: DeskVerb.SET_UP,
    Verb.ALTER_DELEGATION: DeskVerb.SET_UP,
    Verb.DROP_DELEGATION: DeskVerb.SET_UP,
    Verb.ADD_SPEAKER: DeskVerb.SET_UP,
    Verb.RENAME_SPEAKER: DeskVerb.SET_UP,
    Verb.RETITLE_SPEAKER: DeskVerb.SET_UP,
    Verb.PORTRAY: DeskVerb.SET_UP,
    Verb.DROP_SPEAKER: DeskVerb.SET_UP,
    Verb.ADD_TOPIC: DeskVerb.SET_UP,
    Verb.RENAME_TOPIC: DeskVerb.SET_UP,
    Verb.DROP_TOPIC: DeskVerb.SET_UP,
    **dict.fromkeys((*OF_ENGAGEMENTS, Verb.MOVE_ON), DeskVerb.SCHEDULE_DAY),
}

# Verbs about one update, whose subject is its public id.
OF_UPDATES = frozenset(
    {
        *(DeskVerb.SAVE, DeskVerb.HAND_IN, DeskVerb.SCHEDULE, DeskVerb.HOLD, DeskVerb.TAKE_OUT, DeskVerb.CLAIM),
        *(DeskVerb.UNCLAIM, DeskVerb.RETURN, DeskVerb.DISCARD, DeskVerb.RELEASE, DeskVerb.CHANGE_UPDATE),
    }
)
# Verbs about the team, whose subject is the id of an account.
OF_TEAMS = frozenset({DeskVerb.JOIN_TEAM, DeskVerb.LEAVE_TEAM, DeskVerb.CHANGE_MEMBER})


class DeskEvent(Base):
    """`seq` counts a visit's desk events, 1, 2, 3 … in commit order, apart from the readers' events.

    `subject` is the public id of an update, the id of a note, an embargo or an account, or the key of a part of the
    set-up. `note` is the reason that was given, as for a release before its time; of an update that was taken out of
    an embargo, the title of that. `detail` is what was changed: the terms of an embargo before and after, in two
    lines of words, whether approval is `on` or `off`, or of a member the new role, or `on` or `off`. `only_for_id` is
    the account that alone may know of it, as of a draft; None for the whole team.
    """

    __tablename__ = "desk_event"
    __table_args__ = (UniqueConstraint("visit_id", "seq"),)

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    seq: Mapped[int]
    verb: Mapped[DeskVerb] = mapped_column(word(DeskVerb))
    subject: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(NOTE_CHARACTERS), default="", server_default="")
    detail: Mapped[str] = mapped_column(String(DETAIL_CHARACTERS), default="", server_default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
    only_for_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"))
