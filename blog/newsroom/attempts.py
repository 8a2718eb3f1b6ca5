"""How an attempt at a delivery was answered, whatever the channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blog.models import DeliveryAnswer
from blog.models.delivery import ERROR_CHARACTERS
from blog.newsroom.transaction import current_time

ANSWERS_KEPT = 50


class Outcome(Enum):
    """What an attempt has come to, and what the queue does then."""

    DELIVERED = auto()
    """It has arrived: the row is deleted and the next one follows."""
    NOTHING_TO_TELL = auto()
    """Nothing was sent, because it is no longer true or was not wanted: the same, without an answer to show."""
    IN_PART = auto()
    """A part has arrived: `progress` is kept, and the channel is called again at once."""
    NOT_YET = auto()
    """It is too early: the channel is called again after `wait`. That is no failure."""
    FAILED = auto()
    """It has not arrived: again after a while that grows with each failure and is not shorter than `wait`."""
    GONE = auto()
    """The receiver wants nothing more, ever: the target is switched off, and all that waits is given up."""


@dataclass(frozen=True)
class Answer:
    """The outcome of an attempt, and what is shown of it: `name` says what was sent, `status` is that of the protocol.

    `wait` is one that the receiver asked for, or that the channel needs.
    """

    outcome: Outcome
    name: str = ""
    status: int | None = None
    milliseconds: int = 0
    error: str = ""
    wait: timedelta = timedelta()
    progress: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.outcome is Outcome.DELIVERED


NOTHING_TO_TELL = Answer(Outcome.NOTHING_TO_TELL)


@dataclass
class Tally:
    """What has become of deliveries that were due: how many were `sent`, not accepted and wait to be sent `again`,
    `given_up`, and `dropped` because there was nothing to tell any more.
    """

    sent: int = 0
    again: int = 0
    given_up: int = 0
    dropped: int = 0

    def add(self, answer: Answer, given_up: int) -> None:
        """Counts an attempt and what it has led to."""
        self.sent += answer.outcome is Outcome.DELIVERED
        self.again += answer.outcome is Outcome.FAILED and not given_up
        self.given_up += given_up
        self.dropped += answer.outcome is Outcome.NOTHING_TO_TELL


def keep(session: Session, target_id: int, answer: Answer) -> None:
    """Keeps an answer among the newest of its target, without what was in it."""
    session.add(
        DeliveryAnswer(
            target_id=target_id,
            at=current_time(),
            name=answer.name,
            status=answer.status,
            milliseconds=answer.milliseconds,
            error=answer.error[:ERROR_CHARACTERS],
        )
    )
    session.flush()
    of_target = select(DeliveryAnswer.id).where(DeliveryAnswer.target_id == target_id)
    kept = of_target.order_by(DeliveryAnswer.id.desc()).limit(ANSWERS_KEPT)
    session.execute(
        delete(DeliveryAnswer).where(
            DeliveryAnswer.target_id == target_id, DeliveryAnswer.id.not_in(kept.scalar_subquery())
        )
    )
