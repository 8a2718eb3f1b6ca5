"""A connected page of the desk: whose session opened it, whether it is still there, and until when it may stay."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from blog.permissions import may_write_to
from blog.queries import accounts
from blog.wire import frames
from blog.wire.hub import Hub
from blog.wire.log import Cursor
from blog.wire.reader import Reader, Socket
from blog.wire.streams import Stream

# A page that was killed, or whose line died without a word, is gone from its desk within 45 seconds, whatever proxy
# keeps up its end of the line.
PING_SECONDS, ANSWER_SECONDS = 10.0, 20.0
# A process that has not looked for so long was stopped itself: answers may lie unread.
LAPSE_SECONDS = 5.0


class DeskReader(Reader):
    """`session_id` is the session that opened it, and `name` its account's. `editing` is the public id of the update
    that the page edits, and `knows` what it was last told of who is there. It was last heard of at `heard_at`, and has
    not answered since it was asked at `asked_at` (monotonic seconds; 0 when it owes no answer).
    """

    __slots__ = ("asked_at", "editing", "heard_at", "knows", "name", "session_id")

    def __init__(self, sock: Socket, after: Cursor, deflates: bool, session_id: int, name: str, editing: str) -> None:
        super().__init__(sock, after, deflates)
        self.session_id, self.name, self.editing, self.knows = session_id, name, editing, ""
        self.heard_at, self.asked_at = monotonic(), 0.0

    def _handle(self, frame: frames.ClientFrame) -> None:
        self.heard_at, self.asked_at = monotonic(), 0.0
        super()._handle(frame)


class Pulse:
    """Asks the pages of the desk now and then whether they are still there, and closes those that do not answer."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._checked = monotonic()

    def check(self) -> None:
        now = monotonic()
        has_lapsed, self._checked = now - self._checked > LAPSE_SECONDS, now
        for _, reader in desk_pages(self._hub):
            if reader.asked_at and has_lapsed:
                reader.asked_at = now
            elif reader.asked_at and now - reader.asked_at > ANSWER_SECONDS:
                reader.close_with(frames.TRY_AGAIN_LATER)  # a page that is there after all comes back
            elif not (reader.asked_at or reader.unsent) and now - reader.heard_at > PING_SECONDS:
                reader.asked_at = now
                reader.write(frames.ping())


def close_ended(hub: Hub) -> None:
    """Closes the pages whose session has ended, and those of an account that lost its role or left the visit's team.

    One query for all desks of this process, and none when there are none.
    """
    pages = list(desk_pages(hub))
    if not pages:
        return
    holders = accounts.holders({reader.session_id for _, reader in pages})
    for stream, reader in pages:
        account = holders.get(reader.session_id)
        is_other = stream.role is not None and account is not None and account.role is not stream.role
        if account is None or is_other or not may_write_to(account, stream.visit_id):
            reader.close_with(frames.POLICY_VIOLATION)


def desk_pages(hub: Hub) -> Iterator[tuple[Stream, DeskReader]]:
    """The connected pages of the desk, each with its stream."""
    for stream, channel in list(hub.channels.items()):
        for reader in list(channel.readers) if stream.is_of_desk else ():
            if isinstance(reader, DeskReader):
                yield stream, reader
