"""Feeds as others read them: by feedparser, and held against schemas that are not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from lxml import etree
from werkzeug.test import TestResponse

FORMATS = ("atom", "rss", "json")
SCHEMAS = Path(__file__).parent / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"

_GRAMMARS = {name: etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng")) for name in ("atom", "rss")}
_JSON_FEED = json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text())


def hold_against_schema(format_: str, document: str) -> Any:
    """The document, parsed; fails where it is not what its format asks for."""
    if format_ == "json":
        found = json.loads(document)
        jsonschema.validate(found, _JSON_FEED, format_checker=jsonschema.FormatChecker())
        return found
    tree = etree.fromstring(document.encode())
    grammar = _GRAMMARS[format_]
    assert grammar.validate(tree), grammar.error_log
    return tree


def parsed(answer: TestResponse) -> Any:
    """What feedparser makes of an Atom or RSS answer, and that it has nothing to complain of."""
    headers = {"content-type": answer.content_type or "", "content-location": "http://localhost:8000/"}
    found = feedparser.parse(answer.data, response_headers=headers)
    assert not found.bozo, found.get("bozo_exception")
    return found
