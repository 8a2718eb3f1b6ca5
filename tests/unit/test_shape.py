"""What the files themselves must look like."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit import source

LONGEST_LINES = 250
WIDEST_TEMPLATE = 140
WRITTEN = {".py", ".css", ".js", ".html"}
OURS = ("blog", "templates", "static", "tests", "deploy")
# Others wrote the first; Alembic writes the second, a table after the other.
NOT_OURS = ("static/vendor", "blog/migrations/versions")
VAGUE = re.compile(r"(?:^|[_/-])(?:utils?|helpers?|common|misc|managers?)(?:[_./-]|$)")


def files() -> Iterator[Path]:
    yield source.ROOT / "app.py"
    for folder in OURS:
        for path in sorted((source.ROOT / folder).rglob("*")):
            name = path.relative_to(source.ROOT).as_posix()
            if path.is_file() and path.suffix in WRITTEN and not name.startswith(NOT_OURS):
                yield path


def test_there_is_something_to_look_at() -> None:
    assert {path.suffix for path in files()} == WRITTEN


def test_no_file_is_longer_than_it_can_be_read() -> None:
    long = {path.name: n for path in files() if (n := len(path.read_text().splitlines())) > LONGEST_LINES}
    assert not long


def test_no_line_of_a_template_is_wider_than_an_editor() -> None:
    """No formatter does this: for Jinja there is none that breaks text. An icon is one path, as drawn."""
    templates = (path for path in source.TEMPLATES.rglob("*") if path.is_file() and path.suffix != ".svg")
    wide = {
        f"{path.relative_to(source.TEMPLATES)}:{number}"
        for path in templates
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDEST_TEMPLATE
    }
    assert not wide


def test_no_name_is_a_drawer_for_everything() -> None:
    vague = [str(path) for path in files() if VAGUE.search(path.relative_to(source.ROOT).as_posix())]
    assert not vague


@pytest.mark.parametrize("name", ["blog/utils.py", "blog/web/form_helpers.py", "static/js/common.js", "a/misc/b.py"])
def test_a_drawer_would_be_seen(name: str) -> None:
    assert VAGUE.search(name)


@pytest.mark.parametrize(
    "path", sorted(source.TEMPLATES.rglob("_*.html")), ids=lambda path: path.relative_to(source.TEMPLATES).as_posix()
)
def test_a_partial_names_its_inputs_on_its_first_line(path: Path) -> None:
    first = path.read_text().splitlines()[0]
    assert re.match(r"\{# .*\b(Inputs: |Macros? )", first), first


def test_every_template_is_a_page_or_a_partial_of_a_thing() -> None:
    loose = [path.name for path in source.TEMPLATES.iterdir() if path.is_file()]
    assert not loose


def test_every_module_opens_with_a_sentence_about_what_it_owns() -> None:
    silent = [name for name, path in source.modules().items() if not ast.get_docstring(source.tree(path))]
    assert not silent


def test_templates_carry_no_script_style_or_handler_of_their_own() -> None:
    # JSON-LD is data, which no browser runs.
    inline = re.compile(
        r"<script(?![^>]*\b(?:src=|type=.application/ld\+json))|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", re.I
    )
    guilty = {path.name: found[0] for path in files() if path.suffix == ".html" and (found := inline.search(_of(path)))}
    assert not guilty


def _of(path: Path) -> str:
    return re.sub(r"&lt;.*?&gt;|\{#.*?#\}", "", path.read_text(), flags=re.S)
