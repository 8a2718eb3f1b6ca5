"""One script out of an entry module and what it imports: what it does is what the modules did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from blog.web.bundler import bundle, minify
from blog.web.static_files import CLASSIC, ENTRIES, STATIC
from tests.servers.node import node

Make = Callable[[str, Mapping[str, str]], str | bytes]

SOURCES = {
    "entry.js": "import './first.js';\nimport { say, twice } from './words.js';\n\nsay(`${twice('a')}  // b`);\n",
    "first.js": "import { say } from './words.js';\n\nconst word = 'first';\nsay(word);\n",
    "words.js": (
        "/** Words. */\n\nconst word = 'said: ';\n"
        "export const twice = (text) => `${text ? `(${text} ${text})` : ''}`;\n"
        "export function say(text) {\n  console.log(word + text);\n}\n"
    ),
}


def run(script: str | bytes, folder: Path) -> list[str]:
    """What a module says, in a real engine."""
    file = folder / "script.mjs"
    file.write_text(script if isinstance(script, str) else script.decode())
    done = node().run(file)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("make", [bundle, lambda *given: minify(("text/javascript", bundle(*given)))[0]])
def test_a_bundle_does_what_its_modules_did_each_once_and_in_order(make: Make, tmp_path: Path) -> None:
    assert run(make("entry.js", SOURCES), tmp_path) == ["said: first", "said: (a a)  // b"]


def test_an_import_may_stand_on_several_lines(tmp_path: Path) -> None:
    entry = "import {\n  say,\n  twice,\n} from './words.js';\n\nsay(twice('a'));\n"
    assert run(bundle("entry.js", {**SOURCES, "entry.js": entry}), tmp_path) == ["said: (a a)"]


def test_imports_lead_into_folders_and_out_of_them(tmp_path: Path) -> None:
    sources = {
        "words.js": SOURCES["words.js"],
        "desk/desk.js": "import './outbox/list.js';\nimport { say } from '../words.js';\n\nsay('desk');\n",
        "desk/list.js": "import { say } from '../words.js';\n\nexport const show = (text) => say(`list ${text}`);\n",
        "desk/outbox/list.js": (
            "import { show } from '../list.js';\nimport { twice } from '../../words.js';\n\nshow(twice('a'));\n"
        ),
    }
    assert run(bundle("desk/desk.js", sources), tmp_path) == ["said: list (a a)", "said: desk"]


def test_a_bundle_loads_others_from_where_it_is_itself(tmp_path: Path) -> None:
    sources = {
        "js/reader.js": "import { load } from './desk/tools/load.js';\n\nload();\n",
        "js/desk/tools/load.js": (
            "export const load = async () => {\n"
            "  const { name } = await import('../more.js');\n"
            "  const { default: Box } = await import('../../../vendor/box-1.0.js');\n"
            "  console.log(name, Box.name);\n};\n"
        ),
        "js/desk/more.js": "export const name = 'more';\n",
    }
    entries = ["js/reader.js", "js/desk/more.js"]
    for folder in ("vendor", "js/desk"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "vendor" / "box-1.0.js").write_text("export default class Box {}\n")
    (tmp_path / "js" / "desk" / "more.js").write_text(bundle("js/desk/more.js", sources, entries))
    assert run(bundle("js/reader.js", sources, entries), tmp_path / "js") == ["more Box"]


def test_names_of_one_module_are_not_seen_by_another(tmp_path: Path) -> None:
    assert all("const word" in SOURCES[name] for name in ("first.js", "words.js"))
    leaking = {**SOURCES, "entry.js": "import './first.js';\n\nconsole.log(typeof word);\n"}
    assert run(bundle("entry.js", leaking), tmp_path)[-1] == "undefined"


def test_another_entry_is_imported_when_it_is_needed(tmp_path: Path) -> None:
    sources = {
        "reader.js": "import('./desk.js').then(({ say }) => say('now'));\n",
        "desk.js": "import { twice } from './words.js';\n\nexport const say = (text) => console.log(twice(text));\n",
        "words.js": SOURCES["words.js"],
    }
    entries = ["reader.js", "desk.js"]
    scripts = minify(*(("text/javascript", bundle(entry, sources, entries)) for entry in entries))
    (tmp_path / "desk.js").write_bytes(scripts[1])
    assert run(scripts[0], tmp_path) == ["(now now)"]


def test_a_vendored_module_is_imported_as_it_was_published(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "box-1.0.js").write_text("export default class Box {}\n")
    entry = "import('../vendor/box-1.0.js').then(({ default: Box }) => console.log(Box.name));\n"
    (tmp_path / "js").mkdir()
    assert run(bundle("js/entry.js", {"js/entry.js": entry}), tmp_path / "js") == ["Box"]


@pytest.mark.parametrize(
    "line",
    [
        "export default 1;",
        "export { word };",
        "export let moving = 1;",
        "import * as all from './words.js';",
        "import { say as tell } from './words.js';",
        "import { say } from 'elsewhere';",
        'import "./words.js";',
        "import './missing.js';",
        "import './entry.js';",
        "import('./words.js');",
        "import(name);",
        "import('../js/words.js');",
    ],
)
def test_what_a_bundle_cannot_hold_is_refused_by_name(line: str) -> None:
    with pytest.raises(ValueError, match=r"(entry|missing)\.js"):
        bundle("entry.js", {**SOURCES, "entry.js": f"{line}\n"})


def test_a_script_that_no_browser_would_read_is_refused() -> None:
    with pytest.raises(ValueError, match="unexpected"):
        minify(("text/javascript", "const = 1;"))


def test_every_module_is_in_the_bundle_of_some_page() -> None:
    sources = {path.relative_to(STATIC).as_posix(): path.read_text() for path in (STATIC / "js").rglob("*.js")}
    whole = "".join(bundle(entry, sources, ENTRIES) for entry in ENTRIES)
    constants = {name: f"const ${name.removesuffix('.js').replace('-', '_').replace('/', '$')} = " for name in sources}
    assert {name for name, constant in constants.items() if constant not in whole} == set(CLASSIC)
