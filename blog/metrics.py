"""Prometheus metrics for `/metrics`, which blog/web/exposition.py writes; several workers count in one folder."""

from __future__ import annotations

import os

from prometheus_client import Counter, Gauge, Histogram

# Where several workers count, by deploy/gunicorn.py; empty with one.
SHARED_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)
_SLOW = (*_FAST, 10.0, 20.0)

READERS = Gauge("dateline_readers", "Pages connected by a WebSocket", multiprocess_mode="livesum")
DESKS = Gauge("dateline_desks", "Pages of the desk connected by a WebSocket", multiprocess_mode="livesum")
OWED = Gauge("dateline_readers_owed", "Readers with an unfinished frame", multiprocess_mode="livesum")
SLOW = Counter("dateline_readers_cut_total", "Readers disconnected because their sockets accepted nothing for too long")
REFUSED = Counter("dateline_sockets_refused_total", "WebSockets refused at the handshake or closed at once", ["reason"])
FRAMES = Counter("dateline_frames_total", "WebSocket frames sent")
BYTES = Counter("dateline_frame_bytes_total", "Bytes of WebSocket frames sent")
LAG = Histogram("dateline_lag_seconds", "From the commit of a change to its last send in this process", buckets=_FAST)
RENDER = Histogram("dateline_render_seconds", "Building one message: reading the log and rendering", buckets=_FAST)
PAGE = Histogram("dateline_page_render_seconds", "Rendering one page that was not cached", buckets=_FAST)
CHANGES = Counter("dateline_changes_total", "Events committed by this process", ["verb"])
CACHE_BYTES = Gauge(
    "dateline_cache_bytes", "Bytes of what is kept so that it need not be made again", ["cache"],
    multiprocess_mode="livesum",
)  # fmt: skip
COLD_WAITING = Gauge(
    "dateline_cold_waiting", "Pieces of expensive work that wait for their turn", ["queue"], multiprocess_mode="livesum"
)
COLD_WAIT = Histogram(
    "dateline_cold_wait_seconds", "How long expensive work waited for its turn", ["queue"], buckets=_SLOW
)
COLD_REFUSED = Counter("dateline_cold_refused_total", "Requests refused because the queue was full", ["queue"])
DELIVERIES = Counter("dateline_deliveries_total", "What left through the queue", ["channel", "result"])
FAILED_WRITES = Counter("dateline_writes_failed_total", "Changes that could not be saved", ["reason"])
DISK_FREE = Gauge("dateline_disk_free_bytes", "Free space in the instance folder", multiprocess_mode="mostrecent")
OVERDUE = Gauge(
    "dateline_overdue", "Scheduled work and embargoes that are past their time", multiprocess_mode="mostrecent"
)
POLLS = Counter("dateline_polls_total", "Responses to pages that poll", ["answer"])
REQUESTS = Counter("dateline_requests_total", "Requests by status class", ["status"])

REQUEST_SECONDS = Histogram(
    "dateline_request_seconds", "From the arrival of a request to the headers of its response", ["part"], buckets=_SLOW
)
SERVICE_UP = Gauge(
    "dateline_service_up", "Whether a service answered all workers when last asked", ["service"],
    multiprocess_mode="livemin",
)  # fmt: skip
SERVICE_SECONDS = Gauge(
    "dateline_service_seconds", "How long a service took to answer when last asked", ["service"],
    multiprocess_mode="livemax",
)  # fmt: skip
POOL_IN_USE = Gauge(
    "dateline_database_connections", "Connections to the database in use, in the busiest worker",
    multiprocess_mode="livemax",
)  # fmt: skip
POOL_LIMIT = Gauge(
    "dateline_database_connections_limit", "Connections to the database that a worker may open",
    multiprocess_mode="livemax",
)  # fmt: skip
DELIVERIES_OVERDUE = Gauge(
    "dateline_deliveries_overdue", "Receivers for whom something has been due for minutes",
    multiprocess_mode="mostrecent",
)  # fmt: skip

# Initialise labelled counters, so that they are reported as 0 instead of missing.
for _status in ("2xx", "3xx", "4xx", "5xx"):
    REQUESTS.labels(_status)
for _reason in ("origin", "sandbox", "handshake", "full", "no_visit"):
    REFUSED.labels(_reason)
for _reason in ("full", "readonly", "disk", "locked", "other"):
    FAILED_WRITES.labels(_reason)
for _channel in ("webhook", "mail", "websub", "push"):
    for _result in ("accepted", "failed"):
        DELIVERIES.labels(_channel, _result)
for _part in ("pages", "desk", "api", "static"):
    REQUEST_SECONDS.labels(_part)
for _answer in ("200", "204", "410"):
    POLLS.labels(_answer)
