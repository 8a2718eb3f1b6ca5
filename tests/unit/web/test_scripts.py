"""Rules for the scripts that only their sources can show."""

from __future__ import annotations

import re

from blog.settings import ROOT

SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LISTENS_TO_KEYS = re.compile(r"addEventListener\(\s*'key(?:down|up|press)'|\bonkey(?:down|up|press)\b")


def test_whoever_listens_to_keys_leaves_those_of_an_input_method_alone() -> None:
    listening = [path for path in SCRIPTS if LISTENS_TO_KEYS.search(path.read_text())]
    assert {path.name for path in listening} >= {"enter.js", "menu.js"}
    assert [path.name for path in listening if "isComposing(event)" not in path.read_text()] == []
