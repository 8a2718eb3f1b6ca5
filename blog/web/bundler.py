"""Makes of the scripts and stylesheets that people read those that browsers load: few, and without a word for people.

Sources stay small ES modules that import one another by `./name.js`. A page that asked for each of them would send
thirty requests, and their headers alone would weigh more than the scripts. So an entry module and all that it imports
go out as one: each module in a function of its own, in the order in which they would have run. Whatever else a module
may do (default exports, namespaces, names changed on the way) is refused when the site starts, not in a browser.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from tempfile import TemporaryFile

# A long list of names may stand on several lines, with a comma after the last.
_IMPORT = re.compile(r"^import (?:\{\s+(\w+(?:,\s+\w+)*),?\s+\} from )?'\./([\w-]+\.js)';$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_SLIM = """
import json, sys, minify
try:
    answer = [minify.string(*source) for source in json.load(sys.stdin)]
except minify.MinifyError as error:
    answer = str(error)
json.dump(answer, sys.stdout)
"""
_REFUSED = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


def bundled(entry: str, sources: Mapping[str, str]) -> str:
    """The module `entry` with all that it imports, of sources by name; ValueError says what cannot be bundled."""
    return f"{{\n{''.join(_wrapped(name, sources[name]) for name in _in_order(entry, sources))}}}\n"


@lru_cache(maxsize=4)
def slim(*sources: tuple[str, str]) -> tuple[bytes, ...]:
    """The same scripts and stylesheets, pairs of a media type and a text, without comments, spaces and long names.

    ValueError says what cannot be read. It is done in a process of its own: the library brings Go's runtime, which does
    not outlive a fork, and whose threads and signal handlers have no business in a server.
    """
    with TemporaryFile("w+", encoding="utf-8") as given:
        json.dump(sources, given)
        given.seek(0)
        command = [sys.executable, "-I", "-c", _SLIM]
        done = subprocess.run(command, stdin=given, stdout=subprocess.PIPE, check=True)  # noqa: S603 — our own words
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        raise ValueError(answer)
    return tuple(text.encode() for text in answer)


def _in_order(entry: str, sources: Mapping[str, str]) -> list[str]:
    """The modules as they run: each after those that it imports."""
    done: list[str] = []
    entered: set[str] = set()

    def enter(name: str) -> None:
        if name in done:
            return
        if name in entered:
            raise ValueError(f"{name} imports itself, by way of others")
        if name not in sources:
            raise ValueError(f"{name} is imported, and does not exist")
        entered.add(name)
        for _, other in _IMPORT.findall(sources[name]):
            enter(other)
        done.append(name)

    enter(entry)
    return done


def _wrapped(name: str, source: str) -> str:
    exported = [exported for _, exported in _EXPORT.findall(source)]
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_taken, source))
    if refused := _REFUSED.search(body):
        raise ValueError(f"{name} cannot be bundled: {refused[0]}")
    given = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"const {_variable(name)} = (() => {{\n{body}{given}}})();\n"


def _taken(found: re.Match[str]) -> str:
    names, module = found.groups()
    return f"const {{ {' '.join(names.split())} }} = {_variable(module)};" if names else ""


def _variable(module: str) -> str:
    return "$" + module.removesuffix(".js").replace("-", "_")
