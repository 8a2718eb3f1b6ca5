"""The pages connected to this process, grouped by stream, and the broadcast to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from prometheus_client import Gauge

from blog import metrics
from blog.wire import frames
from blog.wire.log import Cursor
from blog.wire.reader import Reader
from blog.wire.readership import Place
from blog.wire.replay import Message, position_message
from blog.wire.streams import Audience, Stream

SEND_TIMEOUT_SECONDS = 20.0


@dataclass(eq=False, slots=True)
class Channel:
    """The readers of one stream, how many of them are pages of the desk, and the cursor of those who keep up.

    `places` counts the others by where they are.
    """

    stream: Stream
    head: Cursor
    readers: set[Reader] = field(default_factory=set)
    from_desk: int = 0
    places: Counter[Place] = field(default_factory=Counter)

    def add(self, reader: Reader) -> None:
        self.readers.add(reader)
        if reader.is_from_desk:
            self.from_desk += 1
        else:
            self.places[reader.place] += 1

    def remove(self, reader: Reader) -> None:
        self.readers.remove(reader)
        if reader.is_from_desk:
            self.from_desk -= 1
            return
        self.places[reader.place] -= 1
        if not self.places[reader.place]:
            del self.places[reader.place]  # or every name that somebody makes up would stay


class Hub:
    """Broadcasts frames to readers. A reader that keeps up costs one `send`; no call here ever blocks on a socket."""

    def __init__(self) -> None:
        self.channels: dict[Stream, Channel] = {}
        self.closing = False
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def join(self, stream: Stream, head: Cursor, reader: Reader) -> Channel:
        """Subscribes a reader to a stream until it disconnects. A new channel starts at `head`."""
        channel = self.channels.get(stream)
        if channel is None:
            channel = self.channels[stream] = Channel(stream, head)
        channel.add(reader)
        self._count += 1
        _counted(stream).inc()
        reader.start_reading(lambda gone: self._leave(channel, gone))
        return channel

    def of_readers(self, visit_id: int) -> list[Channel]:
        """The channels of a visit's readers: one for each language in which somebody reads."""
        return [
            channel
            for stream, channel in self.channels.items()
            if stream.visit_id == visit_id and stream.audience is Audience.READERS
        ]

    def places(self) -> dict[int, Counter[Place]]:
        """Where the readers of each visit are, in whatever language they read."""
        found: dict[int, Counter[Place]] = {}
        for stream, channel in self.channels.items():
            if stream.audience is Audience.READERS and channel.places:
                found.setdefault(stream.visit_id, Counter()).update(channel.places)
        return found

    def broadcast(self, channel: Channel, message: Message) -> list[Reader]:
        """Sends a message to every reader at the channel's head, advances the head, and returns the other readers.

        A reader with unsent bytes is skipped: it catches up from its own cursor later.
        """
        before, now = channel.head, message.cursor
        channel.head = now
        own, framed = message.frame_for(False), message.frame_for(True)
        data = ((own.plain, own.deflated), (framed.plain, framed.deflated))
        elsewhere, sent = [], ([0, 0], [0, 0])
        for reader in tuple(channel.readers):
            if reader.unsent:
                continue
            if reader.after is before or reader.after == before:
                reader.after = now
                reader.write(data[reader.is_framed][reader.deflates])
                sent[reader.is_framed][reader.deflates] += 1
            elif reader.after != now:
                elsewhere.append(reader)
        counted = [(count, len(data[place][form])) for place in (0, 1) for form, count in enumerate(sent[place])]
        metrics.FRAMES.inc(sum(count for count, _ in counted))
        metrics.BYTES.inc(sum(count * size for count, size in counted))
        return elsewhere

    def send(self, reader: Reader, message: Message) -> None:
        """Sends a message to one reader and moves it to the message's cursor."""
        reader.after = message.cursor
        reader.send(message.frame_for(reader.is_framed))

    def send_position(self, reader: Reader) -> None:
        """Sends a reader that has missed nothing its cursor, so that its page knows the connection works."""
        if not reader.unsent:
            reader.send(position_message(reader.after).frame_for(reader.is_framed))

    def send_heartbeats(self) -> None:
        """Sends every reader its cursor: keeps proxies from timing out and lets pages notice a dead connection."""
        for channel in tuple(self.channels.values()):
            frame = position_message(channel.head).frame_for(False)
            for reader in tuple(channel.readers):
                if not reader.unsent and reader.after == channel.head:
                    reader.send(frame)

    def disconnect_slow(self) -> int:
        """Disconnects readers whose sockets have accepted nothing for too long; they reconnect with their cursors."""
        limit = monotonic() - SEND_TIMEOUT_SECONDS
        slow = [reader for reader in self._everyone() if reader.unsent and reader.blocked_since < limit]
        for reader in slow:
            reader.close_with(frames.TRY_AGAIN_LATER)
        metrics.SLOW.inc(len(slow))
        metrics.OWED.set(sum(1 for reader in self._everyone() if reader.unsent))
        return len(slow)

    def close_channel(self, channel: Channel) -> None:
        """Disconnects the readers of a visit that does not exist for them any more; their pages do not come back."""
        for reader in tuple(channel.readers):
            reader.close_with(frames.POLICY_VIOLATION)

    def close(self) -> None:
        """Disconnects everyone because the process is stopping; pages reconnect by themselves after 1012."""
        self.closing = True
        for reader in self._everyone():
            reader.close_with(frames.SERVICE_RESTART)

    def _leave(self, channel: Channel, reader: Reader) -> None:
        """Unsubscribes a reader, and removes the channel with its last one."""
        if reader in channel.readers:
            channel.remove(reader)
            self._count -= 1
            _counted(channel.stream).dec()
        if not channel.readers and self.channels.get(channel.stream) is channel:
            del self.channels[channel.stream]

    def _everyone(self) -> list[Reader]:
        return [reader for channel in self.channels.values() for reader in channel.readers]


def _counted(stream: Stream) -> Gauge:
    return metrics.DESKS if stream.is_of_desk else metrics.READERS
