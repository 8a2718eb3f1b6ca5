"""More than 220 files that are odd, damaged or hostile: each is shown or refused with a sentence, by a real server.

Meanwhile the memory of the server stays under the bound that docs/production.md names, and readers are served.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from blog.media import child
from blog.settings import ROOT
from tests.bench.machine import children
from tests.breadth import breadth
from tests.conftest import Footing
from tests.hostile_files import files
from tests.serving import Correspondent, Dateline, serving

# docs/production.md promises it of a server that takes one upload after the other.
MOST_MEGABYTES_MORE = 100
# So many uploads an account may send in a minute.
UPLOADS = 30
# The first of every so many files are tried every time.
SOME = 11
SENTENCE_BEGINS = ("This ", "Pictures have to be ")


@pytest.mark.parametrize("one_in", [SOME, *breadth(1)])
def test_each_of_220_hostile_files_is_shown_or_refused_with_a_sentence_within_a_bound_of_memory(
    footing: Callable[[str], Footing], tmp_path: Path, one_in: int
) -> None:
    with ExitStack() as stack:
        url, bell = stack.enter_context(footing("sqlite"))
        dateline = stack.enter_context(serving(url, tmp_path, **bell))
        slug = dateline.open_visit().slug
        people = _correspondents(stack, dateline)
        (worker,) = children(dateline._process.pid)
        next(people).get(f"/desk/visits/{slug}")
        before, seen, wrong = _most_memory(worker), 0, []
        for name, data, is_taken in islice(files(), 0, None, one_in):
            seen += 1
            if problem := _problem(next(people), slug, name, data, is_taken=is_taken):
                wrong.append(f"{name}: {problem}")
        assert not wrong
        assert seen >= 220 // one_in
        assert children(dateline._process.pid) == [worker], "the worker was replaced"
        assert dateline.get(f"/live/{slug}").status_code == 200
        more = _most_memory(worker) - before
    assert more < MOST_MEGABYTES_MORE
    assert not list(tmp_path.rglob(".unfinished-*"))


def test_the_page_for_operators_names_the_bounds() -> None:
    page = (ROOT / "docs" / "production.md").read_text(encoding="utf-8")
    assert f"{MOST_MEGABYTES_MORE} MB more" in page
    assert child.MEMORY_BYTES == 1024**3
    assert "at most 1 GiB" in page


def _problem(person: Correspondent, slug: str, name: str, data: bytes, *, is_taken: bool) -> str:
    """What is wrong with the answer to a file; empty when nothing is."""
    answer = person.upload(slug, name, data)
    if answer.status_code not in (201, 422) or (answer.status_code == 201) is not is_taken:
        return f"{answer.status_code} {answer.text[:200]}"
    if not is_taken:
        sentence = answer.json()["sentence"]
        return "" if sentence.startswith(SENTENCE_BEGINS) and sentence.endswith(".") else sentence
    shown = person.get(answer.json()["url"])
    if shown.status_code != 200:
        return f"it is not shown: {shown.status_code}"
    if shown.headers["Content-Type"] != "image/webp":
        return "" if shown.headers["Content-Disposition"].startswith("attachment") else "it may open in a browser"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Image, "MAX_IMAGE_PIXELS", None)
        image = Image.open(BytesIO(shown.content))
        image.load()
    is_bare = not image.getexif() and "icc_profile" not in image.info and "xmp" not in image.info
    return "" if is_bare else f"it still says {image.info}"


def _correspondents(stack: ExitStack, dateline: Dateline) -> Iterator[Correspondent]:
    """Somebody who may still upload: a new account after each thirty."""
    while True:
        person = stack.enter_context(dateline.correspondent())
        yield from [person] * UPLOADS


def _most_memory(process: int) -> int:
    """The most megabytes that a process ever had."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024
