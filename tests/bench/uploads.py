"""uploads: what readers notice while pictures of 12 megapixels are made into their sizes, and while none is."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Iterator
from io import BytesIO
from threading import Event, Thread

from PIL import Image

from tests.bench.fill import SLUG
from tests.bench.load import Load, Place
from tests.bench.product import Product, product
from tests.bench.table import Table, ms
from tests.bench.words import headline, paragraphs

READERS = 1_000
POSTS, QUICK_POSTS = 40, 8
PAUSE_SECONDS = 0.4
WIDTH, HEIGHT = 4_000, 3_000
COLUMNS = ("meanwhile", "posts", "push ms, median", "push ms, worst", "pictures", "a picture's answer, median ms")
_BOUNDARY = "----bench"


def run(quick: bool) -> Iterator[Table]:
    """One table: posts without uploads and with them, in turns of one server and one run."""
    posts = QUICK_POSTS if quick else POSTS
    table = Table(f"From the POST to the last of {READERS:,} readers, while pictures are made", COLUMNS)
    with product() as running, Load(running.port) as load:
        load.connect(READERS, [Place(running.socket_path())])
        _pushes(running, load, 2)  # whatever is slow the first time
        without = _pushes(running, load, posts)
        table.add("nothing", posts, statistics.median(without), max(without), 0, 0)
        uploading = _Uploading(running)
        uploading.start()
        uploading.begun.wait()
        beside = _pushes(running, load, posts)
        uploading.stop.set()
        uploading.join()
        middle = statistics.median(uploading.took)
        table.add("pictures", posts, statistics.median(beside), max(beside), len(uploading.took), middle)
        later = statistics.median(beside) - statistics.median(without)
        table.notes.append(f"The median is {later:+.1f} ms later; at most 50 ms are allowed.")
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
    """Uploads one picture after the other until it is told to stop."""

    def __init__(self, running: Product) -> None:
        super().__init__(daemon=True)
        self.stop, self.begun, self.took = Event(), Event(), list[float]()
        self._port, self._body = running.port, _body()
        self._accounts = [(reporter.cookies, reporter.token) for reporter in running.desk.reporters]

    def run(self) -> None:
        while not self.stop.is_set():
            cookies, token = self._accounts[len(self.took) % len(self._accounts)]
            begin = time.monotonic()
            self.begun.set()
            status, text = self._upload({"Cookie": cookies, "X-CSRFToken": token})
            if status != 201:
                raise RuntimeError(f"the desk did not take the picture: {status} {text[:200]}")
            self.took.append((time.monotonic() - begin) * 1000)

    def _upload(self, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers |= {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Accept": "application/json"}
        try:
            connection.request("POST", f"/desk/visits/{SLUG}/media", self._body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def _body() -> bytes:
    """A form with one picture, as detailed as a photograph of a crowd."""
    file = BytesIO()
    noise = Image.effect_noise((WIDTH // 4, HEIGHT // 4), 80).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    noise.convert("RGB").save(file, "JPEG", quality=88)
    head = 'Content-Disposition: form-data; name="file"; filename="crowd.jpg"\r\nContent-Type: image/jpeg'
    return f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + file.getvalue() + f"\r\n--{_BOUNDARY}--\r\n".encode()
