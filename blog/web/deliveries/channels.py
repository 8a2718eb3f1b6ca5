"""What a channel of the queue is: the one place to look at before another is added.

1. `Channel` (`blog/models/delivery.py`) names it. Each receiver that can be down by itself has a `DeliveryTarget`.
2. What it wants of a change is a function in `CHANNELS` of `blog/newsroom/queueing.py`: it makes deliveries, in the
   transaction of the change, of ids and the event's number. Other acts add a `Delivery` in their own transaction.
3. A `Sender` renders and sends one delivery, and says how that was answered. It is added by `DeliveryWorker.add`.

Leases, retries with backoff and jitter, what is given up, and the order for each target stay with the queue
(`blog/newsroom/deliveries.py`). A sender that tells many receivers with one delivery sends to a few dozen, and answers
`IN_PART` with a cursor as `progress`: the queue keeps it, and calls again with it, also in another process when this
one is killed. Meanwhile a withdrawal can take the delivery out.
"""

from __future__ import annotations

from typing import Protocol

from blog.newsroom.attempts import Answer
from blog.newsroom.deliveries import Waiting


class Sender(Protocol):
    """Sends the deliveries of a channel, for at most `at_once` targets at the same time in each process."""

    at_once: int

    def deliver(self, delivery: Waiting) -> Answer:
        """Sends a delivery as it reads now, within the lease (`deliveries.LEASE`), in a request context for addresses.

        It runs in a thread of its own. It raises nothing that it can put into the answer; what it raises all the same
        is logged, and the delivery is sent again after the lease.
        """
        ...
