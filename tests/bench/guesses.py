"""guesses: what readers notice of wrong passwords for every account, each from an address of its own."""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.bench.crowd import PAUSE_SECONDS, Noticed, post, start
from tests.bench.load import Load, Place
from tests.bench.product import Product, product
from tests.bench.table import Table

GUESSES, SECONDS, ACCOUNTS, READERS, ROUNDS = 3_000, 60.0, 50, 2_000, 1
QUICK_GUESSES, QUICK_SECONDS, QUICK_ACCOUNTS, QUICK_READERS, QUICK_ROUNDS = 100, 4.0, 4, 200, 1
COLUMNS = (
    *("guesses", "answers", "posts", "push ms, median", "push ms, worst"),
    *("newcomer's page ms, median", "newcomer's page ms, worst", "post's answer ms, worst"),
)


def run(quick: bool) -> Iterator[Table]:
    """A row for each minute, without and beside the guesses in turn; says how much later the median push is."""
    guesses, accounts = (QUICK_GUESSES, QUICK_ACCOUNTS) if quick else (GUESSES, ACCOUNTS)
    seconds, readers = (QUICK_SECONDS, QUICK_READERS) if quick else (SECONDS, READERS)
    title = f"{guesses:,} wrong passwords in {seconds:.0f} s for {accounts} accounts, each from an address of its own"
    table = Table(title, COLUMNS)
    with product(accounts=accounts, settings={"TRUSTED_PROXIES": "1"}) as running, Load(running.port) as load:
        load.connect(readers, [Place(running.socket_path())])
        command = ["guesses", str(running.port), str(guesses), str(seconds), str(accounts)]
        pushes: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(QUICK_ROUNDS if quick else ROUNDS):
            for is_guessed, so_many in ((False, 0), (True, guesses)):
                noticed, answers = _minute(running, load, command if is_guessed else [], seconds)
                pushes[is_guessed] += noticed.pushes
                table.add(so_many, answers, *noticed.cells())
        without, beside = (statistics.median(pushes[is_guessed]) for is_guessed in (False, True))
    table.notes.append(
        f"{readers:,} readers; a post every {PAUSE_SECONDS} s. Median push to the last of them: {without:.1f} ms "
        f"without, {beside:.1f} ms beside the guesses, {beside - without:.1f} ms more."
    )
    yield table


def _minute(running: Product, load: Load, command: Sequence[str], seconds: float) -> tuple[Noticed, str]:
    noticed, crowd = Noticed(), start(command) if command else None
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        post(running, load, noticed)
        time.sleep(PAUSE_SECONDS)
    answered = Counter(json.loads(crowd.communicate()[0])) if crowd else Counter()
    if noticed.missed:
        raise RuntimeError(f"{noticed.missed} readers missed a message")
    return noticed, ", ".join(f"{times:,} × {status}" for status, times in sorted(answered.items()))
