"""crowd: what readers and a newcomer notice of strangers who ask for cold pages, or sign in all at once."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.bench.fill import SLUG
from tests.bench.load import Load, Place
from tests.bench.machine import on_load_core, resident_bytes
from tests.bench.product import Product, product
from tests.bench.table import Table, ms
from tests.bench.words import headline, paragraphs
from tests.servers.download_cache import ROOT

CLIENTS, READERS = 50, 200
SECONDS, QUICK_SECONDS = 20.0, 3.0
STRANGERS, AT_ONCE, QUICK_STRANGERS = 400, 150, 60
UPDATES, LONG_WORDINGS = 400, 8
PAUSE_SECONDS = 0.4
LIVE = f"/live/{SLUG}"
COLUMNS = (
    *("strangers ask for", "answers", "posts", "push ms, median", "push ms, worst"),
    *("newcomer's page ms, median", "newcomer's page ms, worst", "post's answer ms, worst", "memory MB more"),
)
# Kinds of cold pages, by the addresses that strangers ask for. {n} and {w} are new each time, {id} is one update.
KINDS: Mapping[str, Sequence[str]] = {
    "nothing": (),
    "unknown arguments": (f"{LIVE}?before={{w}}", f"{LIVE}?utm={{w}}", f"{LIVE}?limit={{n}}", f"{LIVE}?q={{w}}"),
    "unknown topics and speakers": (f"{LIVE}?topic={{w}}", f"{LIVE}?speaker={{w}}", f"{LIVE}?stop={{w}}&kind={{w}}"),
    "filters and pages that exist": (f"{LIVE}?topic=trade&key=1&lang={{w}}", f"{LIVE}?page={{n}}"),
    "words to search for": (
        f"{LIVE}/search?q={{w}}",
        f"{LIVE}/search?q=border+{{w}}",
        f"{LIVE}/search?q=de&page={{n}}",
    ),
    "cursors": (f"{LIVE}/since/{{epoch}}:{{n}}", f"{LIVE}/since/{{w}}:{{n}}"),
    "embeds": (f"{LIVE}/embed?limit={{n}}", f"{LIVE}/embed?topic={{w}}&theme=dark", f"{LIVE}/embed?q={{w}}"),
    "feeds": (f"{LIVE}/feed.atom?theme={{w}}", f"{LIVE}/feed.rss?page={{n}}", f"{LIVE}/feed.json?before={{n}}"),
    "corrections and histories": (f"{LIVE}/corrections?q={{w}}", f"{LIVE}/updates/{{id}}/history?before={{n}}"),
    "the reading API": (
        f"/api/v1/visits/{SLUG}/updates?limit=200&before={{n}}",
        f"/api/v1/visits/{SLUG}/events?limit=200",
    ),
    "single updates": ("{update}",),
    "preview pictures": ("{update}/preview.png",),
}


@dataclass
class Noticed:
    """Milliseconds, one for each post."""

    pushes: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    missed: int = 0

    def cells(self) -> tuple[object, ...]:
        middles = (statistics.median(self.pushes), max(self.pushes), statistics.median(self.pages), max(self.pages))
        return len(self.pushes), *middles, max(self.answers)


def run(quick: bool) -> Iterator[Table]:
    """One table for cold pages, a row a kind and one for all of them, and one for sign-ins."""
    seconds, strangers = (QUICK_SECONDS, QUICK_STRANGERS) if quick else (SECONDS, STRANGERS)
    with product(updates=UPDATES, settings={"TRUSTED_PROXIES": "1"}) as running, Load(running.port) as load:
        updates = _rewritten(running)
        load.connect(READERS, [Place(running.socket_path())])
        table = Table(f"{CLIENTS} strangers ask for cold pages, {seconds:.0f} s each", COLUMNS)
        named = {kind: _addresses(running, templates, updates) for kind, templates in KINDS.items()}
        named["all of these"] = [address for addresses in named.values() for address in addresses]
        for kind, addresses in named.items():
            command = ["pages", str(running.port), str(CLIENTS), str(seconds), *addresses] if addresses else []
            _row(table, kind, running, load, command, seconds)
        table.notes.append(f"{READERS} readers; a post every {PAUSE_SECONDS} s, and the plain live page after it.")
        yield table
        table = Table(f"{strangers} strangers sign in, {AT_ONCE} at once, each from an address of its own", COLUMNS)
        _row(table, "sign-ins", running, load, ["sign-ins", str(running.port), str(strangers), str(AT_ONCE)], seconds)
        yield table


def _row(table: Table, kind: str, running: Product, load: Load, command: Sequence[str], seconds: float) -> None:
    (worker,) = running.workers
    before, noticed = resident_bytes(worker), Noticed()
    crowd = start(command) if command else None
    until = time.monotonic() + seconds
    while (crowd and crowd.poll() is None) or (not crowd and time.monotonic() < until):
        post(running, load, noticed)
        time.sleep(PAUSE_SECONDS)
    answered = Counter(json.loads(crowd.communicate()[0])) if crowd else Counter()
    said = ", ".join(f"{times:,} × {status}" for status, times in sorted(answered.items()))
    if noticed.missed:
        raise RuntimeError(f"{noticed.missed} readers missed a message beside {kind}")
    table.add(kind, said, *noticed.cells(), (resident_bytes(worker) - before) / 1e6)


def post(running: Product, load: Load, noticed: Noticed) -> None:
    number = time.monotonic_ns()
    load.arm()
    sent = running.desk.post(paragraphs(number), headline=headline(number))
    begin = time.monotonic()
    answer = running.get(running.page, {"Accept-Encoding": "br"})
    noticed.pages.append((time.monotonic() - begin) * 1000)
    if answer.status != 200:
        raise RuntimeError(f"the newcomer was answered {answer.status}")
    arrivals = load.gather()
    noticed.missed += arrivals.missing
    noticed.pushes.append(ms(arrivals.last - sent.sent_at))
    noticed.answers.append(sent.answer_ms)


def _rewritten(running: Product) -> list[str]:
    """Publishes an update and gives it long wordings; returns the addresses of updates, that one first."""
    sent = running.desk.post(paragraphs(0, 19_900), headline=headline(0))
    for number in range(1, LONG_WORDINGS):
        running.desk.edit(sent.update, paragraphs(number, 19_900), version=number)
    answer = json.loads(running.get(f"/api/v1/visits/{SLUG}/updates?limit=200").body)
    others = [update["id"] for update in answer["updates"] if update["id"] != sent.update]
    return [f"{LIVE}/updates/{public_id}" for public_id in (sent.update, *others)]


def _addresses(running: Product, templates: Sequence[str], updates: Sequence[str]) -> list[str]:
    epoch, _ = running.cursor().split(":")
    known = {"{epoch}": epoch, "{id}": updates[0].rpartition("/")[2]}
    addresses: list[str] = []
    for template in templates:
        for name, value in known.items():
            template = template.replace(name, value)
        addresses += [template.replace("{update}", each) for each in (updates if "{update}" in template else [""])]
    return addresses


def start(command: Sequence[str]) -> subprocess.Popen[str]:
    arguments = on_load_core([sys.executable, "-m", "tests.bench.strangers", *command])
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
