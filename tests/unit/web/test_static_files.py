"""Static files in memory: their bundles, and addresses that change with the content of a file and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from blog.web import static_files
from blog.web.static_files import BUNDLES, STATIC, StaticFiles

FONT = "fonts/serif.woff2"
STYLES, EDITOR, READER = "css/site.css", "js/desk/desk.js", "js/reader.js"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A font that a stylesheet loads, and two entries, of which one imports the other dynamically."""
    for name, text in {
        FONT: "the letters",
        "icons/dateline.svg": "<svg></svg>",
        "css/ORDER": "b.css\ndesk/a.css\n",
        "css/desk/a.css": "a { top: 1px }",
        "css/b.css": "b { src: url('../fonts/serif.woff2') } /* B */",
        "js/reader.js": "import { say } from './words.js';\nimport('./desk/desk.js').then(({ edit }) => edit(say));\n",
        "js/desk/desk.js": "export const edit = (say) => say('edited');\n",
        "js/page.js": "import { say } from './words.js';\n\nsay('page');\n",
        "js/words.js": "/** @type {import('./reader.js').Say} */\nexport const say = (text) => console.log(text);\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_bundle_is_its_files_in_their_order(folder: Path) -> None:
    files = StaticFiles(folder)
    assert files.plain[STYLES] == b"b{src:url(../fonts/serif.woff2)}a{top:1px}"
    assert b'import("./desk/desk.js")' in files.plain[READER]


def test_files_refer_to_others_by_their_hashed_addresses(folder: Path) -> None:
    files = StaticFiles(folder)
    assert f"url(../..{files.url(FONT).removeprefix('/static')})".encode() in files.served[STYLES].body
    assert f'import("../..{files.url(EDITOR).removeprefix("/static")}")'.encode() in files.served[READER].body


@pytest.mark.parametrize(
    ("changed", "text", "affected"),
    [
        (FONT, "other letters", {FONT, STYLES}),
        ("css/desk/a.css", "a { top: 2px }", {STYLES}),
        ("css/ORDER", "desk/a.css\nb.css\n", {STYLES}),
        ("js/page.js", "console.log('another page');\n", {"js/page.js"}),
        ("js/words.js", "export const say = (text) => console.log(`${text}!`);\n", {"js/page.js", READER}),
        (EDITOR, "export const edit = (say) => say('edited it');\n", {EDITOR, READER}),
        (READER, "console.log('alone');\n", {READER}),
    ],
)
def test_a_change_gives_new_addresses_to_what_is_served_otherwise_and_to_nothing_else(
    folder: Path, changed: str, text: str, affected: set[str]
) -> None:
    before = StaticFiles(folder)
    assert StaticFiles(folder).digest == before.digest
    (folder / changed).write_text(text)
    after = StaticFiles(folder)
    assert {name for name in before.served if before.url(name) != after.url(name)} == affected
    assert after.digest != before.digest


def test_a_vendored_module_has_a_hash_of_its_own_and_no_types(folder: Path) -> None:
    (folder / "vendor").mkdir()
    (folder / "vendor" / "box-1.0.js").write_text("export default class Box {}\n")
    (folder / "vendor" / "box-1.0.d.ts").write_text("export default class Box {}\n")
    (folder / EDITOR).write_text("import('../../vendor/box-1.0.js').then(console.log);\n")
    files = StaticFiles(folder)
    assert files.plain["vendor/box-1.0.js"] == b"export default class Box {}\n"
    address = files.url("vendor/box-1.0.js").removeprefix("/static")
    assert f'import("../../..{address}")'.encode() in files.served[EDITOR].body
    assert "vendor/box-1.0.d.ts" not in files.served


def test_a_comment_gives_no_new_address(folder: Path) -> None:
    before = StaticFiles(folder)
    (folder / "js" / "page.js").write_text("/** A page. */\n" + (folder / "js" / "page.js").read_text())
    assert StaticFiles(folder).digest == before.digest


def test_what_was_only_written_for_a_bundle_is_not_served(folder: Path) -> None:
    written = {name for name in StaticFiles(folder).served if not name.startswith("js/messages/")}
    assert written == {FONT, "icons/dateline.svg", STYLES, EDITOR, READER, "js/page.js"}


def test_a_name_that_does_not_exist_is_an_error_for_the_developer(folder: Path) -> None:
    with pytest.raises(KeyError, match=r"static/css/c\.css does not exist"):
        StaticFiles(folder).url("css/c.css")


def test_a_reference_to_nothing_is_refused_when_the_site_starts(folder: Path) -> None:
    (folder / FONT).unlink()
    with pytest.raises(ValueError, match=r"css/site\.css refers to fonts/serif\.woff2, which does not exist"):
        StaticFiles(folder)


def test_entries_that_import_each_other_have_no_hash(folder: Path) -> None:
    (folder / EDITOR).write_text("export const edit = () => import('../reader.js');\n")
    with pytest.raises(ValueError, match=r"js/desk/desk\.js → js/reader\.js.*: a file cannot refer to itself"):
        StaticFiles(folder)


def test_an_old_address_gets_the_present_file_uncached(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = StaticFiles(folder).url(READER)
    (folder / READER).write_text("console.log('new');\n")
    monkeypatch.setattr(static_files, "read", lambda: StaticFiles(folder))
    app = Flask(__name__)
    static_files.init_app(app, {})
    client = app.test_client()
    present = app.extensions["static_files"].url(READER)
    assert present != old
    for address, caching in ((old, "no-cache"), (present, "public, max-age=31536000, immutable")):
        answer = client.get(address)
        assert answer.data == b'(()=>{console.log("new")})()'
        assert answer.headers["Cache-Control"] == caching
    for unknown in ("/static/x/js/none.js", "/static/x/js/words.js", "/static/js/reader.js"):
        assert client.get(unknown).status_code == 404


def test_every_type_a_browser_insists_on_is_right() -> None:
    files = StaticFiles(STATIC).served
    expected = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
    checked = {suffix for name, file in files.items() for suffix in expected if name.endswith(suffix)}
    assert checked == set(expected)
    for name, file in files.items():
        if Path(name).suffix in expected:
            assert file.mimetype == expected[Path(name).suffix], name


def test_every_stylesheet_is_in_the_bundle_of_some_page() -> None:
    ordered = {name for order in BUNDLES.values() for name in (STATIC / order).read_text().split()}
    assert ordered == {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")}


def test_every_font_that_a_stylesheet_loads_is_loaded_by_its_present_address() -> None:
    files = StaticFiles(STATIC)
    loaded = re.findall(r"url\(\.\./\.\./([^)]+)\)", files.served[STYLES].body.decode())
    assert len(loaded) > 5
    assert {f"/static/{address}" for address in loaded} <= {files.url(name) for name in files.served}
