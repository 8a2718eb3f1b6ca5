"""The API's documentation: the OpenAPI document, and the same as an HTML page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from blog.schemas.fields import LARGEST
from blog.text.markdown import render
from blog.translation import _
from blog.web.api import PREFIX, problems
from blog.web.api.responses import MIMETYPE
from blog.web.page_cache.decorators import cached

bp = Blueprint("api_manual", __name__, url_prefix=PREFIX)

_LINE_END = re.compile(r"(?<!\n)\n(?![\n-])")
METHODS = ("get", "post", "patch", "put", "delete")
STRINGS = {"date-time": "time", "uri": "address"}

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of an object, or a query argument. `about` is HTML; `of` is the object type it holds, if any."""

    name: str
    type: str
    about: str
    of: str = ""
    sometimes: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation of the API. `takes` and `gives` are the object types of its body and its answer, if any."""

    name: str
    method: str
    path: str
    title: str
    about: str
    arguments: Sequence[Field]
    takes: str
    gives: str


@dataclass(frozen=True)
class ObjectType:
    """An object type and its fields."""

    name: str
    fields: Sequence[Field]


@bp.get("")
def redirect_to_page() -> AnyResponse:
    return redirect(url_for("api_manual.page"), 308)


@bp.get("/openapi.json")
@cached(mimetype=MIMETYPE, speaks=False)
def openapi() -> str:
    return json.dumps(_document(), ensure_ascii=False)


@bp.get("/")
@cached(speaks=False)
def page() -> str:
    document = _document()
    return render_template(
        "api/page.html",
        operations=list(_operations(document)),
        shapes=list(_shapes(document)),
        problems=list(_problems()),
        base=f"{current_app.config['PUBLIC_URL']}{PREFIX}",
        canonical=url_for("api_manual.page", _external=True),
    )


def _problems() -> Iterator[tuple[int, str, str, str]]:
    """The status of each problem, the end of its address, its title, and its advice as HTML."""
    for code, title in problems.TITLES.items():
        yield code, str(code), _(title), render(_(problems.ADVICE[code]))
        for kind, (status, own_title, advice) in problems.KINDS.items():
            if status == code:
                yield code, kind, _(own_title), render(_(advice))


def _document() -> Json:
    document: Json = current_app.extensions["api"].spec.to_dict()
    return document


def _operations(document: Json) -> Iterator[Operation]:
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if operation := item.get(method):
                asked = [*item.get("parameters", ()), *operation.get("parameters", ())]
                yield Operation(
                    name=operation["operationId"],
                    method=method.upper(),
                    path=path,
                    title=operation["summary"],
                    about=_rendered(operation.get("description", "")),
                    arguments=[_field(one["name"], {**one["schema"], **one}) for one in asked],
                    takes=_content(operation.get("requestBody", {})),
                    gives=next(filter(None, map(_content, _successes(operation))), ""),
                )


def _successes(operation: Json) -> Iterator[Json]:
    for code, answer in sorted(operation["responses"].items()):
        if code.startswith("2"):
            yield answer


def _content(described: Json) -> str:
    """The object type of a body, if it is JSON."""
    return _name(described.get("content", {}).get(MIMETYPE, {}).get("schema", {}))


def _shapes(document: Json) -> Iterator[ObjectType]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        always = schema.get("required", ())
        yield ObjectType(name, [_field(field, of, field not in always) for field, of in schema["properties"].items()])


def _field(name: str, schema: Json, sometimes: bool = False) -> Field:
    held = schema.get("items", schema)
    held = next((one for one in held.get("anyOf", ()) if "$ref" in one), held)
    words = ", ".join(f"`{word}`" if word else _("or empty") for word in schema.get("enum", ()))
    about = _(schema["description"]) if "description" in schema else ""
    about += " " + _("One of: %(words)s.", words=words) if words else ""
    return Field(name, _type(schema), _rendered(about), _name(held), sometimes)


def _rendered(docstring: str) -> str:
    """A docstring as HTML; its line ends are those of the source, and mean nothing."""
    return render(_LINE_END.sub(" ", docstring))


def _type(schema: Json) -> str:
    """The type in plain words. The page shows the name of an object type beside it."""
    if "anyOf" in schema:
        return "null or"
    types = schema.get("type", "")
    named = " or ".join(types) if isinstance(types, list) else types
    for written, said in (
        ("array", "list of"),
        ("integer", "number"),
        ("string", STRINGS.get(schema.get("format", ""))),
    ):
        named = named.replace(written, said or written)
    return f"{named}, {schema['minimum']}–{schema['maximum']}" if schema.get("maximum", LARGEST) < LARGEST else named


def _name(schema: Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
