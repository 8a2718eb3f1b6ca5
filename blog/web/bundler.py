"""Bundles ES modules and minifies scripts and stylesheets when the site starts, so that there is no build step.

A bundle holds an entry module and everything it imports, each module in a function of its own, in the order in which a
browser would have run them. An import names a file as seen from its own, such as `'./name.js'` or `'../name.js'`.
`import('./name.js')` loads the bundle of another entry on demand, and `import('../vendor/name.js')` a vendored module,
which is served as it was published. The bundler refuses every other form of import and export (default exports,
namespaces, renames) at start-up.
"""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from functools import lru_cache
from tempfile import TemporaryFile

# The formatter breaks a long list of names over several lines and ends it with a comma.
_IMPORT = re.compile(r"^import (?:\{\s+(\w+(?:,\s+\w+)*),?\s+\} from )?'(\.\.?/[\w./-]+\.js)';$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_UNSUPPORTED = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)
# JSDoc comments name types as `import('./name.js').Type`; they are passed over.
_DYNAMIC_IMPORT = re.compile(r"/\*.*?\*/|\bimport\((?P<address>[^)]*)\)", re.DOTALL)
_FILE = re.compile(r"'(\.\.?/[\w./-]+\.js)'")
_VENDORED = "vendor/"
_MINIFY = """
import json, sys, minify
try:
    answer = [minify.string(*source) for source in json.load(sys.stdin)]
except minify.MinifyError as error:
    answer = str(error)
json.dump(answer, sys.stdout)
"""


def bundle(entry: str, sources: Mapping[str, str], entries: Collection[str] = ()) -> str:
    """The bundle of the module `entry`, which stands in its place; `entries` may be imported dynamically.

    `sources` holds all modules by their paths. Raises ValueError for a module that cannot be bundled.
    """
    place = posixpath.dirname(entry)
    functions = "".join(_as_function(name, sources[name], place, entries) for name in _in_order(entry, sources))
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
            visit(_seen_from(name, imported))
        ordered.append(name)

    visit(entry)
    return ordered


def _as_function(name: str, source: str, place: str, entries: Collection[str]) -> str:
    """A module as a constant that holds its exports, computed by a function that hides all else."""

    def as_destructuring(found: re.Match[str]) -> str:
        names, imported = found.groups()
        return f"const {{ {' '.join(names.split())} }} = {_variable(_seen_from(name, imported))};" if names else ""

    def from_the_bundle(found: re.Match[str]) -> str:
        if found["address"] is None:
            return found[0]
        file = _FILE.fullmatch(found["address"])
        target = _seen_from(name, file[1]) if file else ""
        # Of one of our modules that is no entry, a second copy would run beside a bundle's own.
        if target not in entries and not target.startswith(_VENDORED):
            raise ValueError(f"{name} cannot be bundled: {found[0]}")
        return f"import('{_as_seen_from(place, target)}')"

    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(as_destructuring, source))
    if unsupported := _UNSUPPORTED.search(body):
        raise ValueError(f"{name} cannot be bundled: {unsupported[0]}")
    body = _DYNAMIC_IMPORT.sub(from_the_bundle, body)
    exported = _exported(source)
    exports = f"return {{ {', '.join(exported)} }};\n" if exported else ""
    return f"const {_variable(name)} = (() => {{\n{body}{exports}}})();\n"


def _exported(source: str) -> list[str]:
    return [name for _, name in _EXPORT.findall(source)]


def _seen_from(name: str, address: str) -> str:
    """The path of the file that the module `name` calls `address`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _as_seen_from(folder: str, path: str) -> str:
    address = posixpath.relpath(path, folder or ".")
    return address if address.startswith(".") else f"./{address}"


def _variable(module: str) -> str:
    return "$" + module.removesuffix(".js").replace("-", "_").replace("/", "$")
