"""Rules for the scripts that only their sources can show."""

from __future__ import annotations

import hashlib
import re

import pytest

from blog.settings import ROOT

FOLDER = ROOT / "static" / "js"
SCRIPTS = {path.relative_to(FOLDER).as_posix(): path.read_text() for path in sorted(FOLDER.rglob("*.js"))}
LISTENS_TO_KEYS = re.compile(r"addEventListener\(\s*'key(?:down|up|press)'|\bonkey(?:down|up|press)\b")


def test_whoever_listens_to_keys_leaves_those_of_an_input_method_alone() -> None:
    listening = {name: text for name, text in SCRIPTS.items() if LISTENS_TO_KEYS.search(text)}
    assert listening.keys() >= {"desk/enter.js", "menu.js"}
    assert [name for name, text in listening.items() if "isComposing(event)" not in text] == []


# An assignment, an update or a redefinition of something that belongs to htmx, or a look at what it keeps on elements.
TAMPERS = re.compile(
    r"""\bhtmx\b[\w.?\['"\]]*\s*(?:[-+*/|&?]{0,2}=(?![=>])|\+\+|--)
      | \b(?:defineProperty|defineProperties|assign|setPrototypeOf)\(\s*htmx\b
      | \bhtmx\.config\.\w+\.(?:push|unshift|splice|pop|shift)\(
      | \bdelete\s+htmx\b
      | \._htmx\b
      | \bconnection\.(?:url|socket|attempt|timer|config)\b""",
    re.VERBOSE,
)


def test_no_script_changes_what_belongs_to_htmx() -> None:
    # The one module that names the global.
    written = {name: text.replace("export const htmx = ", "") for name, text in SCRIPTS.items()}
    assert {name: found[0] for name, text in written.items() if (found := TAMPERS.search(text))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "htmx.swap = mine;",
        "htmx.config.history ??= true;",
        "htmx['config'].noSwap = [];",
        "Object.defineProperty(htmx.config, 'history', {});",
        "Object.assign(htmx.config, {});",
        "htmx.config.morphIgnore.push('open');",
        "element._htmx.listeners",
        "connection.url = address;",
    ],
)
def test_a_change_of_what_belongs_to_htmx_would_be_seen(line: str) -> None:
    assert TAMPERS.search(line)


@pytest.mark.parametrize("line", ["if (htmx.version === '4') {}", "await htmx.swap({ swap: 'none' });", "() => htmx"])
def test_a_use_of_htmx_is_none(line: str) -> None:
    assert not TAMPERS.search(line)


def test_what_is_vendored_is_as_its_package_has_it() -> None:
    files = sorted((ROOT / "static" / "vendor").glob("*.[jt]s"))
    assert any(file.name.startswith("htmx-") for file in files)
    documented = (ROOT / "static" / "vendor" / "VENDORED.md").read_text()
    for file in files:
        assert f"`{file.name}`" in documented
        assert f"`{hashlib.sha256(file.read_bytes()).hexdigest()}`" in documented, file.name


# What the service worker passes on, and whether the server answers again.
OF_THE_WORKER = {"desk/worker.js", "desk/offline/page.js"}
# A subscription to notifications, which is made by a browser and by no form.
OF_PUSH = {"push.js", "push-worker.js"}


def test_scripts_leave_requests_to_htmx() -> None:
    """Those that ask do so on readers' pages, by a clock or as somebody types, and put nothing into a form; the outbox
    sends what htmx could not, and the autosave what nobody has sent yet; neither swaps anything."""
    asking = {name for name, text in SCRIPTS.items() if "fetch(" in text}
    assert asking == {
        "polling.js",
        "outdated.js",
        "sharing.js",
        "editable.js",
        "desk/outbox/attempt.js",
        "desk/drafts/autosave-request.js",
        *OF_THE_WORKER,
        *OF_PUSH,
    }
    assert [name for name, text in SCRIPTS.items() if "HX-Request" in text] == []
