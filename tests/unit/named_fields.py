"""Finds the files of the product that name a field of a model; migrations are apart.

A name that only one table has, such as `press_access`, counts wherever a Python file has it as an attribute, a keyword
argument, a parameter, a declaration in a class or a string, and a template or script as `.name`.

A name that other things have as well, such as `zone`, `kind` or `body`, counts where its owner is called by one of the
names in `OWNERS`: `update.kind`, `Post(kind=…)`, `class Post: kind: str`. A template also names what its form sends.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import inspect

from blog.database import Base
from blog.models import Revision, Stop, Update
from tests.unit import source

# What rows are called in code, and the classes that restate their fields.
OWNERS: dict[type[Base], frozenset[str]] = {
    Stop: frozenset({"stop", "here", "place", "first", "last", "next", "Stop", "_Stop", "PlannedStop"}),
    Update: frozenset(
        {"update", "post", "checked", "revision", "row", "entry", "target", "pinned", "before", "scheduled", "seen"}
        | {"self", "one", "other", "followed", "said", "notice", "wording", "present", "asked_for"}
        | {"Update", "Post", "CheckedPost", "Revision", "Source", "_Update", "_Wording", "_Revision", "Entry"}
    ),
}
# Words of the Web or of Python that an update's columns happen to have as well.
COMMON = frozenset(
    {"author", "body", "headline", "html", "kind", "number", "source", "standing", "state", "version", "words"}
)


def fields(model: type[Base]) -> list[str]:
    """The columns and relations of a model, without its keys."""
    mapper = inspect(model)
    columns = {column.key for column in mapper.column_attrs if not column.columns[0].foreign_keys}
    return sorted((columns | {relation.key for relation in mapper.relationships}) - {"id"})


def files(name: str, model: type[Base]) -> list[str]:
    """The files that name a field."""
    owners = OWNERS[model] if _is_shared(name, model) else None
    found = [path for path in source.modules().values() if _in_python(path, name, owners)]
    texts = [*sorted(source.TEMPLATES.rglob("*.html")), *sorted((source.ROOT / "static/js").rglob("*.js"))]
    found += [path for path in texts if _in_text(_text(path), name, owners)]
    return [path.relative_to(source.ROOT).as_posix() for path in found]


def _is_shared(name: str, model: type[Base]) -> bool:
    others = {mapper.class_ for mapper in Base.registry.mappers} - {model, Revision}
    names = {attribute for other in others for attribute in list(inspect(other).attrs.keys())}
    names |= {name for other in others for name, value in vars(other).items() if isinstance(value, property)}
    named_rows = {other.__tablename__ for other in others}
    return name in names | named_rows | COMMON or f"{name}_id" in names


def _in_text(text: str, name: str, owners: frozenset[str] | None) -> bool:
    owner = rf"\b(?:{'|'.join(owners - {'self'})})" if owners else ""
    return bool(re.search(rf"""{owner}\.{name}\b|name="{name}"|\(\w+, '{name}'""", text))


def _in_python(path: Path, name: str, owners: frozenset[str] | None) -> bool:
    is_owner = not owners or not owners.isdisjoint(_classes(path))
    nodes = [node for word in (name, f"{name}_id") for node in _by_word(path).get(word, ())]
    return any(_names(node, name, owners, is_owner=is_owner) for node in nodes)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _classes(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.walk(source.tree(path)) if isinstance(node, ast.ClassDef))


@cache
def _by_word(path: Path) -> dict[str, list[ast.AST]]:
    """The nodes of a file that could name a field, by its name: each file is walked through once for all fields."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for node in ast.walk(source.tree(path)):
        for word in _words(node):
            found[word].append(node)
    return dict(found)


def _words(node: ast.AST) -> list[str]:
    match node:
        case ast.Attribute(attr=word) | ast.arg(arg=word) | ast.Constant(value=str(word)):
            return [word]
        case ast.ClassDef(body=body):
            return list(_declared(body))
        case ast.Call(keywords=keywords):
            return [keyword.arg for keyword in keywords if keyword.arg]
    return []


def _names(node: ast.AST, name: str, owners: frozenset[str] | None, *, is_owner: bool) -> bool:
    match node:
        case ast.Attribute(value=value, attr=attr) if attr in (name, f"{name}_id"):
            owner = _last(value)
            return not owners or (owner in owners and (owner != "self" or is_owner))
        case ast.ClassDef(name=owner, body=body):
            return (not owners or owner in owners) and name in set(_declared(body))
        case ast.Call(func=func, keywords=keywords):
            return (not owners or _last(func) in owners) and any(keyword.arg == name for keyword in keywords)
        case ast.arg(arg=arg):
            return not owners and arg == name
        case ast.Constant(value=value):
            return not owners and value == name
    return False


def _declared(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.AnnAssign):
            yield ast.unparse(statement.target)
        elif isinstance(statement, ast.Assign):
            yield from map(ast.unparse, statement.targets)


def _last(value: ast.expr) -> str:
    return value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
