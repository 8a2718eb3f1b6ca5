"""uploads: what readers notice while large pictures arrive, while hostile files do, and while none does."""

from __future__ import annotations

import http.client
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import cycle
from threading import Event, Thread

from PIL import Image
from urllib3 import encode_multipart_formdata

from tests.bench.fill import SLUG
from tests.bench.load import Load, Place
from tests.bench.product import Product, product
from tests.bench.table import Table, ms
from tests.bench.words import headline, paragraphs
from tests.hostile_files import files

READERS = 1_000
POSTS, QUICK_POSTS = 40, 8
# So many may send all hostile files within a minute, each thirty at most.
ACCOUNTS, QUICK_FILES = 10, 40
PAUSE_SECONDS = 0.4
WIDTH, HEIGHT = 4_000, 3_000
COLUMNS = ("meanwhile", "posts", "push ms, median", "push ms, worst", "answers", "an answer, median ms")
Form = tuple[bytes, str]


def run(quick: bool) -> Iterator[Table]:
    """One table: posts without uploads and with them, in turns of one server and one run."""
    posts = QUICK_POSTS if quick else POSTS
    hostile = [_form(name, data) for name, data, _ in files()][: QUICK_FILES if quick else None]
    table = Table(f"From the POST to the last of {READERS:,} readers, while files are uploaded", COLUMNS)
    with product(accounts=ACCOUNTS) as running, Load(running.port) as load:
        load.connect(READERS, [Place(running.socket_path())])
        _pushes(running, load, 2)  # whatever is slow the first time
        without = _pushes(running, load, posts)
        table.add("nothing", len(without), statistics.median(without), max(without), "", "")
        for what, forms in (("pictures of 12 megapixels", cycle([_form("crowd.jpg", _crowd())])), ("hostile", hostile)):
            uploading = _Uploading(running, forms)
            uploading.start()
            beside = _pushes(running, load, posts)
            # All of the hostile files, however long that takes.
            while what == "hostile" and uploading.is_alive():
                beside += _pushes(running, load, 1)
            took = uploading.end()
            answers = ", ".join(f"{times:,} × {status}" for status, times in sorted(uploading.answers.items()))
            middle = statistics.median(beside)
            table.add(what, len(beside), middle, max(beside), answers, statistics.median(took))
            table.notes.append(
                f"{what.capitalize()}: the median is {middle - statistics.median(without):+.1f} ms later."
            )
        table.notes.append("At most 50 ms are allowed.")
        yield table


def _pushes(running: Product, load: Load, posts: int) -> list[float]:
    """Milliseconds from each POST to its last reader."""
    took = []
    for _ in range(posts):
        number = time.monotonic_ns()
        load.arm()
        sent = running.desk.post(paragraphs(number), headline=headline(number))
        arrivals = load.gather()
        if arrivals.missing:
            raise RuntimeError(f"{arrivals.missing} readers missed a message beside uploads")
        took.append(ms(arrivals.last - sent.sent_at))
        time.sleep(PAUSE_SECONDS)
    return took


class _Uploading(Thread):
    """Uploads one file after the other until there is none left, or it is told to end."""

    def __init__(self, running: Product, forms: Iterable[Form]) -> None:
        super().__init__(daemon=True)
        self.answers = Counter[int]()
        self._port, self._forms = running.port, forms
        self._accounts = cycle([(reporter.cookies, reporter.token) for reporter in running.desk.reporters])
        self._is_over, self._took, self._error = Event(), list[float](), ""

    def run(self) -> None:
        for (cookies, token), (body, kind) in zip(self._accounts, self._forms, strict=False):
            if self._is_over.is_set() or self._error:
                return
            begin = time.monotonic()
            self._upload(body, {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": kind})
            self._took.append((time.monotonic() - begin) * 1000)

    def end(self) -> list[float]:
        """Waits for the file that is on its way; the milliseconds of each answer."""
        self._is_over.set()
        self.join()
        if self._error:
            raise RuntimeError(self._error)
        return self._took

    def _upload(self, body: bytes, headers: dict[str, str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request("POST", f"/desk/visits/{SLUG}/media", body, headers | {"Accept": "application/json"})
            answer = connection.getresponse()
            self.answers[answer.status] += 1
            if answer.status not in (201, 422):
                self._error = f"the desk neither took nor refused a file: {answer.status} {answer.read(200)!r}"
        except (OSError, http.client.HTTPException) as error:
            self._error = f"a file was not answered: {error}"
        finally:
            connection.close()


def _form(name: str, data: bytes) -> Form:
    return encode_multipart_formdata({"file": (name, data)})


def _crowd() -> bytes:
    """A picture as detailed as a photograph of a crowd."""
    file = BytesIO()
    noise = Image.effect_noise((WIDTH // 4, HEIGHT // 4), 80).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    noise.convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()
