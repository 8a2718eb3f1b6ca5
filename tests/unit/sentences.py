"""Finds sentences that people read and that are not marked for translation, in Python, templates and scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

MARKS = {"_", "gettext", "ngettext", "pgettext", "lazy_gettext", "lazy_pgettext", "N_"}
# `Not saved`, `Nothing was changed.`, `… is too long.`; neither a name alone nor an SQL statement.
SENTENCE = re.compile(r"[A-Z][a-z’']* [\w“%{\0]|[A-Z][a-z]+[.!?:]$|\S+ \S.*[a-z][.!?]$")
LABEL = re.compile(r"[A-Z][a-z]+$|[^<>=]*[a-z]{2,} [a-z]{2,}")
WORD = re.compile(r"[A-Za-z]{2,}")
READ_ATTRIBUTES = {"aria-label", "title", "placeholder", "alt", "label", "aria-description", "aria-roledescription"}
# Their text is code, which nobody translates.
CODE = {"script", "style", "code", "pre", "textarea"}
FOR_PROGRAMMERS = {"KeyError", "TypeError", "RuntimeError", "AssertionError", "NotImplementedError", "Signal"}
FOR_LOGS = {"debug", "info", "warning", "error", "exception", "critical"}
_JS = re.compile(
    r"/\*.*?\*/|//[^\n]*|(?P<mark>\b(?:gettext|ngettext)\(\s*(?:'[^'\n]*',\s*)?)?"
    r"(?:'(?P<plain>(?:\\.|[^'\\\n])*)'|`(?P<template>(?:\\.|[^`\\])*)`)",
    re.DOTALL,
)
# Attributes in a block or macro of their own look like text.
_ATTRIBUTES = re.compile(r"[a-z:-]+=\"[^\"]*\"?|(?:data|hx)-[a-z-]+| embed-one")
_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)


def in_python(source: str) -> list[str]:
    """Strings and f-strings that read like a sentence, except docstrings, logs and programmers' errors."""
    return [text for text in _texts(ast.parse(source)) if SENTENCE.match(text.strip())]


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and _is_for_nobody(node.func):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        yield from (f"Not extracted: {ast.unparse(mark)}." for mark in ast.walk(node) if _is_mark(mark))
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def _is_mark(node: ast.AST) -> bool:
    """Whether a node marks a literal. Inside an f-string, Babel does not find it."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MARKS
        and isinstance(node.args[0], ast.Constant)
    )


def _is_for_nobody(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in MARKS | FOR_PROGRAMMERS
    return isinstance(called, ast.Attribute) and called.attr in FOR_LOGS


def in_script(source: str) -> list[str]:
    """Strings that read like a sentence outside `gettext()` and `ngettext()`."""
    found = [match for match in _JS.finditer(source) if not match["mark"]]
    texts = [re.sub(r"\$\{[^}]*\}", "{}", match["plain"] or match["template"] or "") for match in found]
    hidden = re.findall(r"\$\{n?gettext\([^)]*", source)  # Babel does not look into template literals
    return [*(text for text in texts if SENTENCE.match(text)), *hidden]


def in_template(source: str) -> list[str]:
    """Text and attributes with words, and strings in expressions that read like a label or a sentence."""
    document = _ENVIRONMENT.parse(source)
    reader = _Reader()
    reader.feed("".join(_data(document)))
    reader.close()
    return [*reader.found, *(text for text in _strings(document) if LABEL.match(text) or SENTENCE.match(text))]


def _data(node: nodes.Node) -> Iterator[str]:
    """What a template writes as it stands, with a NUL for every expression."""
    if isinstance(node, nodes.Output):
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else "\0"
    else:
        for child in node.iter_child_nodes():
            yield from _data(child)


def _strings(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _strings(child)


class _Reader(HTMLParser):
    """Collects text nodes and attributes that hold words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        read = READ_ATTRIBUTES | ({"content"} if ("name", "description") in attrs else set())
        self.found += [value for name, value in attrs if name in read and value and WORD.search(value)]

    def handle_endtag(self, tag: str) -> None:
        while tag in self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = _ATTRIBUTES.sub("", data)
        if WORD.search(text) and not CODE & set(self._inside):
            self.found.append(" ".join(text.split()))
