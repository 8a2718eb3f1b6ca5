"""Events: the rows of a visit's append-only log. An event says that something changed, but not how it reads now."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key, word


class Verb(StrEnum):
    """What can happen to a visit. The values are the names of the newsroom's functions."""

    OPEN = "open"
    PUBLISH = "publish"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    PURGE = "purge"
    PIN = "pin"
    UNPIN = "unpin"
    KEY = "key"
    UNKEY = "unkey"
    SHOW_MEDIA = "show_media"
    CARD = "card"
    MARK = "mark"
    CONFIRM = "confirm"
    UNTIE = "untie"
    SET_BANNER = "set_banner"
    CLEAR_BANNER = "clear_banner"
    SET_STATUS = "set_status"
    DESCRIBE = "describe"
    SUM_UP = "sum_up"
    ADD_STOP = "add_stop"
    CHANGE_STOP = "change_stop"
    RENAME_STOP = "rename_stop"
    ARRIVE = "arrive"
    LEAVE = "leave"
    TAKE_BACK = "take_back"
    DROP_STOP = "drop_stop"
    ORDER_STOPS = "order_stops"
    ADD_DELEGATION = "add_delegation"
    ALTER_DELEGATION = "alter_delegation"
    DROP_DELEGATION = "drop_delegation"
    ADD_SPEAKER = "add_speaker"
    RENAME_SPEAKER = "rename_speaker"
    RETITLE_SPEAKER = "retitle_speaker"
    PORTRAY = "portray"
    DROP_SPEAKER = "drop_speaker"
    ADD_TOPIC = "add_topic"
    RENAME_TOPIC = "rename_topic"
    DROP_TOPIC = "drop_topic"
    PLAN = "plan"
    REPLAN = "replan"
    RESCHEDULE = "reschedule"
    BEGIN = "begin"
    FINISH = "finish"
    CALL_OFF = "call_off"
    REINSTATE = "reinstate"
    UNPLAN = "unplan"
    MOVE_ON = "move_on"


# Verbs about one update; the event's subject is its public id.
OF_UPDATES = frozenset(
    {
        *(Verb.PUBLISH, Verb.EDIT, Verb.WITHDRAW, Verb.PURGE, Verb.PIN, Verb.UNPIN, Verb.KEY, Verb.UNKEY),
        *(Verb.SHOW_MEDIA, Verb.CARD, Verb.MARK, Verb.CONFIRM, Verb.UNTIE),
    }
)

# Verbs about one engagement of the schedule; the event's subject is its key.
OF_ENGAGEMENTS = frozenset(
    {
        *(Verb.PLAN, Verb.REPLAN, Verb.RESCHEDULE, Verb.BEGIN, Verb.FINISH, Verb.CALL_OFF, Verb.REINSTATE),
        Verb.UNPLAN,
    }
)

# Verbs that rename something whose name updates show.
RENAMES = {
    Verb.RENAME_STOP: "stop",
    Verb.RENAME_SPEAKER: "speaker",
    Verb.ALTER_DELEGATION: "delegation",
    Verb.RENAME_TOPIC: "topic",
}


class Event(Base):
    """`subject` is the public id of an update, the key of a stop, engagement, side, speaker or topic, or empty."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("visit_id", "seq"),)

    id: Mapped[Key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    seq: Mapped[int]
    verb: Mapped[Verb] = mapped_column(word(Verb))
    subject: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("reporter.id", ondelete="SET NULL"))
