"""The product's own source as the tests of its shape read it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOG = ROOT / "blog"
TEMPLATES = ROOT / "templates"
_SCRIPT_IMPORT = re.compile(r"^(?:import|\} from)\b[^'\n]*'(\.[^']+)';$", re.MULTILINE)


@cache
def modules() -> dict[str, Path]:
    """Every module of `blog`, by its dotted name; migrations apart, which no module imports."""
    found = {}
    for path in sorted(BLOG.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def scripts() -> dict[str, set[str]]:
    """Every script by its path below `static/js`, with those that it imports at once."""
    folder = ROOT / "static" / "js"
    return {
        path.relative_to(folder).as_posix(): {
            posixpath.normpath(path.parent.relative_to(folder).joinpath(address).as_posix())
            for address in _SCRIPT_IMPORT.findall(path.read_text(encoding="utf-8"))
        }
        for path in sorted(folder.rglob("*.js"))
    }


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it; `from blog import logs` is `blog.logs`."""
    known = modules()
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            assert node.module
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & known.keys()
            names |= inner or {node.module}
            if inner and len(inner) < len(node.names):
                names.add(node.module)
    return names


@cache
def calls(path: Path) -> list[tuple[str, str]]:
    """Every call of a method as (what it is called on, the method), in source form; of a function as ("", its name)."""
    return list(_calls(path))


def _calls(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id
