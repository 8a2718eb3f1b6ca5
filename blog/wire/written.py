"""What the newest transaction of this process has written, so that the message about it need not read it again.

The log stays the truth. This is used only for a message that ends at the head, as it was just read there, and whose
events are exactly those of the transaction: what was written under the lock at that head is the present state. Between
the two there is no event of another process, and after the head there is none. In any other case everything is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from blog.extensions import db
from blog.models import Event, Update, Verb, Visit
from blog.wire.log import Cursor

# Verbs that change nothing beyond the visit's row and the articles they name. After any other, everything is read.
_OF_ONE_THING = frozenset(
    {
        *(Verb.PUBLISH, Verb.EDIT, Verb.WITHDRAW, Verb.PIN, Verb.UNPIN, Verb.KEY, Verb.UNKEY),
        *(Verb.SET_BANNER, Verb.CLEAR_BANNER),
    }
)


@dataclass(frozen=True)
class Written:
    """A visit with its events, as committed to a database, and the new updates among what was written, by public id.

    All of it belongs to a session that is closed: nothing more can be loaded from it.
    """

    engine: Engine
    visit: Visit
    events: Sequence[Event]
    updates: Mapping[str, Update]

    def is_all_between(self, visit_id: int, after: Cursor, head: Cursor) -> bool:
        """Whether it is everything that happened in a visit after a cursor and up to the head."""
        numbers = [event.seq for event in self.events]
        return (
            self.visit.id == visit_id
            and self.visit.epoch == after.epoch == head.epoch
            and numbers == list(range(after.seq + 1, head.seq + 1))
            and all(event.verb in _OF_ONE_THING for event in self.events)
        )

    def here(self) -> Written | None:
        """The same in the session of the current context, which loads what is missing when it is used.

        None if that context has another database.
        """
        if self.engine is not db.engine:
            return None
        visit = db.session.merge(self.visit, load=False)
        updates = {key: db.session.merge(update, load=False) for key, update in self.updates.items()}
        return Written(self.engine, visit, self.events, updates)
