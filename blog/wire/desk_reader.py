"""A connected page of the desk: whose session opened it, and until when it may stay."""

from __future__ import annotations

from collections.abc import Iterator

from blog.permissions import may_write_to
from blog.queries import accounts
from blog.wire import frames
from blog.wire.hub import Hub
from blog.wire.log import Cursor
from blog.wire.reader import Reader, Socket
from blog.wire.streams import Stream


class DeskReader(Reader):
    """`session_id` is the session that opened it, and `name` its account's. `editing` is the public id of the update
    that the page edits, and `knows` what it was last told of who is there.
    """

    __slots__ = ("editing", "knows", "name", "session_id")

    def __init__(self, sock: Socket, after: Cursor, deflates: bool, session_id: int, name: str, editing: str) -> None:
        super().__init__(sock, after, deflates)
        self.session_id, self.name, self.editing, self.knows = session_id, name, editing, ""


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
