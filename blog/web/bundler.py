"""Bundles ES modules and minifies scripts and stylesheets when the site starts, so that there is no build step.

A bundle holds an entry module and everything it imports, each module in a function of its own, in the order in which a
browser would have run them. `import('./name.js')` loads the bundle of another entry on demand, and
`import('../vendor/name.js')` a vendored module, which is served as it was published. The bundler refuses every other
form of import and export (default exports, namespaces, renames) at start-up.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from functools import lru_cache
from tempfile import TemporaryFile

# The formatter breaks a long list of names over several lines and ends it with a comma.
_IMPORT = re.compile(r"^import (?:\{\s+(\w+(?:,\s+\w+)*),?\s+\} from )?'\./([\w-]+\.js)';$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_UNSUPPORTED = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)
_DYNAMIC_IMPORT = re.compile(r"\bimport\(([^)]*)\)")
_VENDORED = re.compile(r"'\.\./vendor/[\w.-]+\.js'")
# JSDoc comments name types as `import('./name.js').Type`.
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MINIFY = """
import json, sys, minify
try:
    answer = [minify.string(*source) for source in json.load(sys.stdin)]
except minify.MinifyError as error:
    answer = str(error)
json.dump(answer, sys.stdout)
"""


def bundle(entry: str, sources: Mapping[str, str], entries: Collection[str] = ()) -> str:
    """The bundle of the module `entry`. `sources` holds all modules by name; `entries` may be imported dynamically.

    Raises ValueError for a module that cannot be bundled.
    """
    functions = "".join(_as_function(name, sources[name], entries) for name in _in_order(entry, sources))
    exported = _exported(sources[entry])
    if not exported:
        return f"{{\n{functions}}}\n"
    return f"export const {{ {', '.join(exported)} }} = (() => {{\n{functions}return {_variable(entry)};\n}})();\n"


@lru_cache(maxsize=4)
def minify(*sources: tuple[str, str]) -> tuple[bytes, ...]:
    """Minifies scripts and stylesheets, given as pairs of a media type and a text; raises ValueError on a syntax error.

    It runs in a subprocess because the library embeds Go's runtime, which does not survive a fork and would bring
    threads and signal handlers into the server.
    """
    with TemporaryFile("w+", encoding="utf-8") as given:
        json.dump(sources, given)
        given.seek(0)
        command = [sys.executable, "-I", "-c", _MINIFY]
        done = subprocess.run(command, stdin=given, stdout=subprocess.PIPE, check=True)  # noqa: S603 — a constant command
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        raise ValueError(answer)
    return tuple(text.encode() for text in answer)


def _in_order(entry: str, sources: Mapping[str, str]) -> list[str]:
    """The modules in the order in which they run: each after those that it imports."""
    ordered: list[str] = []
    in_progress: set[str] = set()

    def visit(name: str) -> None:
        if name in ordered:
            return
        if name in in_progress:
            raise ValueError(f"{name} imports itself through others")
        if name not in sources:
            raise ValueError(f"{name} is imported but does not exist")
        in_progress.add(name)
        for _, imported in _IMPORT.findall(sources[name]):
            visit(imported)
        ordered.append(name)

    visit(entry)
    return ordered


def _as_function(name: str, source: str, entries: Collection[str]) -> str:
    """A module as a constant that holds its exports, computed by a function that hides all else."""
    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(_as_destructuring, source))
    if unsupported := _UNSUPPORTED.search(body) or _unsupported_dynamic_import(body, entries):
        raise ValueError(f"{name} cannot be bundled: {unsupported[0]}")
    exported = _exported(source)
    exports = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"const {_variable(name)} = (() => {{\n{body}{exports}}})();\n"


def _unsupported_dynamic_import(body: str, entries: Collection[str]) -> re.Match[str] | None:
    """A dynamic import of one of our modules that is no entry would run a second copy of it beside a bundle's own."""
    supported = {f"'./{entry}'" for entry in entries}
    found = _DYNAMIC_IMPORT.finditer(_COMMENT.sub("", body))
    return next((one for one in found if one[1] not in supported and not _VENDORED.fullmatch(one[1])), None)


def _exported(source: str) -> list[str]:
    return [name for _, name in _EXPORT.findall(source)]


def _as_destructuring(found: re.Match[str]) -> str:
    names, module = found.groups()
    return f"const {{ {' '.join(names.split())} }} = {_variable(module)};" if names else ""


def _variable(module: str) -> str:
    return "$" + module.removesuffix(".js").replace("-", "_")
