"""What the documents say about files is true: the paths they name exist, and pushed partials are where they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blog.settings import ROOT
from blog.wire.regions import REGIONS

DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "static" / "js").glob("*.md"))
    if path.name != "CHANGELOG.md"  # it tells of files that are gone
)
# A path in backticks from the top of the repository: `blog/wire/hub.py`, `templates/live/`, `deploy/*.py`.
_PATH = re.compile(r"`((?:blog|deploy|docs|static|templates|tests|\.ci)/[\w./*-]*)`")
_RENDERED = re.compile(r"""["']([a-z]+/_[a-z_]+\.html)["']""")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    named = set(_PATH.findall(document.read_text(encoding="utf-8")))
    assert not [path for path in named if not any(ROOT.glob(path.rstrip("/")))]


def test_the_paths_are_really_read() -> None:
    assert "blog/newsroom/" in _PATH.findall((ROOT / "README.md").read_text(encoding="utf-8"))


def test_what_is_pushed_to_open_pages_lies_in_one_folder() -> None:
    source = (ROOT / "blog" / "wire" / "kept.py").read_text(encoding="utf-8")
    pushed = {region.template for region in REGIONS.values()} | set(_RENDERED.findall(source))
    chosen = {"live/_chosen_name.html", "live/_chosen_here.html"}  # named by a part of their name
    assert pushed | chosen == {f"live/{path.name}" for path in (ROOT / "templates" / "live").iterdir()}
