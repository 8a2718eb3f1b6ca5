"""Static files in memory: names, bundles, and the three forms of a body."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask

from blog.web.static_files import STATIC, Assets, Encoded, encoded

BODY = b"body { color: red }\n" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "b.css").write_text("b { top: 0 } /* B */")
    (tmp_path / "css" / "a.css").write_text("a { top: 1px }")
    (tmp_path / "css" / "ORDER").write_text("b.css\na.css\n")
    return tmp_path


def test_a_bundle_is_its_files_in_their_order(folder: Path) -> None:
    assert Assets(folder).files["css/site.css"].body == b"b{top:0}a{top:1px}"


def test_any_change_of_any_file_is_another_release(folder: Path) -> None:
    before = Assets(folder)
    assert before.url("css/a.css") == f"/static/{before.release}/css/a.css"
    assert Assets(folder).release == before.release
    (folder / "css" / "a.css").write_text("a { top: 2px }")
    assert Assets(folder).release != before.release


def test_a_name_that_does_not_exist_is_an_error_for_the_developer(folder: Path) -> None:
    with pytest.raises(KeyError, match=r"static/css/c\.css does not exist"):
        Assets(folder).url("css/c.css")


def test_every_type_a_browser_insists_on_is_right() -> None:
    files = Assets(STATIC).files
    expected = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
    checked = {suffix for name, file in files.items() for suffix in expected if name.endswith(suffix)}
    assert checked == set(expected)
    for name, file in files.items():
        if Path(name).suffix in expected:
            assert file.mimetype == expected[Path(name).suffix], name


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_body_goes_out_as_the_browser_takes_it_best(accepted: str, coding: str | None) -> None:
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": accepted}):
        answer = encoded(Encoded(BODY, "text/css"))
    undo = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert answer.headers.get("Content-Encoding") == coding
    assert undo(answer.get_data()) == BODY
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("body", [Encoded(b"short", "text/css"), Encoded(BODY, "font/woff2")])
def test_what_compression_does_not_help_goes_out_as_it_is(body: Encoded) -> None:
    with Flask(__name__).test_request_context(headers={"Accept-Encoding": "br"}):
        answer = encoded(body)
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data() == body.body
