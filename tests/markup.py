"""Parses pages, and finds elements by CSS selectors."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from lxml import html
from werkzeug.test import TestResponse

# An `lxml.html.HtmlElement`; lxml comes without types.
Element: TypeAlias = Any


def parse(answer: TestResponse | str) -> Element:
    """The document of an answer, or of a piece of HTML."""
    return html.document_fromstring(answer if isinstance(answer, str) else answer.text)


def one(page: Element, selector: str) -> Element:
    """The only element that a selector finds."""
    found = page.cssselect(selector)
    assert len(found) == 1, f"{selector} finds {len(found)} elements"
    return found[0]


def words(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join(element.text_content().split())


def event(answer: TestResponse, name: str) -> Any:
    """The detail of the event `dateline:<name>` that an answer lets htmx trigger."""
    return json.loads(answer.headers["HX-Trigger"])[f"dateline:{name}"]


def shown(page: Element) -> list[str]:
    """The ids of the updates in the stream, from the top."""
    return [article.get("data-update") for article in page.cssselect("#updates article[data-update]")]
