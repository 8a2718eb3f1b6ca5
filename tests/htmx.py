"""What an open page does with the messages of the wire: a small model of htmx's partials and of the page's inbox."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from difflib import unified_diff
from typing import Any

from lxml.html import HtmlElement, document_fromstring, fragments_fromstring, tostring

# Where a page has got to, and the way to other pages: these belong to the address and not to the state of the visit.
POSITION = ("data-cursor", "data-since")
WAYS_ELSEWHERE = "#pager, .chosen"
# What a morph leaves alone: on the page of a permalink, the mark of the update that it leads to.
PRIVATE = ("aria-current", "tabindex")


class OpenPage:
    """A page in a browser: loaded once, and from then on changed by messages alone."""

    def __init__(self, html: str) -> None:
        self.tree = document_fromstring(html)
        self.cursor = str(self.find("#wire").get("data-cursor"))
        self.asked_to_reload = False

    @property
    def held(self) -> list[str]:
        """The ids of the updates in the list, newest first."""
        return [str(article.get("data-update")) for article in self.tree.cssselect("#updates > [data-update]")]

    @property
    def is_front(self) -> bool:
        """Whether new updates have their place on it."""
        return self.find("#updates").get("data-front") is not None

    def as_archive(self, newest: int) -> OpenPage:
        """The same page without what is newer than an update, and without a place for more."""
        archive = OpenPage(tostring(self.tree, encoding="unicode"))
        archive.find("#updates").attrib.pop("data-front")
        for article in archive.tree.cssselect("#updates > [data-update]"):
            if int(article.get("data-number")) > newest:
                article.drop_tree()
        archive._open_days()
        return archive

    def find(self, selector: str) -> HtmlElement:
        (found,) = self.tree.cssselect(selector)
        return found

    def apply(self, message: str | Mapping[str, Any]) -> None:
        """Takes a message of the wire, as text or parsed, if it is ahead of the page."""
        said = json.loads(message) if isinstance(message, str) else message
        if said.get("reload"):
            self.asked_to_reload = True
            return
        if "content" not in said or sequence(said["cursor"]) <= sequence(self.cursor):
            return
        assert epoch(said["cursor"]) == epoch(self.cursor)
        self.cursor = said["cursor"]
        for partial in fragments_fromstring(said["content"]):
            self._swap(partial)
        self._open_days()

    def _swap(self, partial: HtmlElement) -> None:
        """One `<hx-partial>`. A target that is not on the page is passed over."""
        assert partial.tag == "hx-partial", f"{partial} lies outside a partial"
        for target in self.tree.cssselect(partial.get("hx-target")):
            _SWAPS[partial.get("hx-swap")](target, [_copy(element) for element in partial])

    def _open_days(self) -> None:
        """What `days.js` does after every message: a day is said above the first update of it."""
        said: set[str] = set()
        for article in self.tree.cssselect("#updates > [data-update]"):
            day = article.cssselect(".update-day")[0].text_content().strip()
            article.attrib.pop("data-opens-day", None)
            if day not in said:
                article.set("data-opens-day", "")
            said.add(day)


def _put_first(target: HtmlElement, elements: list[HtmlElement]) -> None:
    known = {article.get("data-update") for article in target}
    assert not known.intersection(element.get("data-update") for element in elements), "an update arrived twice"
    target[:0] = elements


def _put_in_place(target: HtmlElement, elements: list[HtmlElement]) -> None:
    (element,) = elements
    for name in PRIVATE:
        if target.get("data-update") and target.get(name):
            element.set(name, target.get(name))
    target.getparent().replace(target, element)


def _put_inside(target: HtmlElement, elements: list[HtmlElement]) -> None:
    target.text = None
    target[:] = elements


# A morph ends in the same tree as a replacement; what it keeps (focus, typed text) is nothing that HTML tells.
_SWAPS = {"afterbegin": _put_first, "outerMorph": _put_in_place, "innerMorph": _put_inside}


def differences(watched: OpenPage, fresh: OpenPage) -> str:
    """What a page that was kept open shows otherwise than one that was just loaded; empty when they agree.

    A page that stayed open over the end of a page of the archive keeps more of the past, which is no difference; nor is
    it that the page of a permalink goes on as the front, which it was, when its update has come into the archive.
    """
    if watched.is_front and not fresh.is_front:
        watched = watched.as_archive(newest=max(_numbers(fresh)))
    before, after = _lines(watched, _oldest(fresh)), _lines(fresh, 0)
    return "\n".join(unified_diff(before, after, "kept open", "just loaded", lineterm="", n=1))


def sequence(cursor: str) -> int:
    return int(cursor.rpartition(":")[2])


def epoch(cursor: str) -> str:
    return cursor.rpartition(":")[0]


def _oldest(page: OpenPage) -> int:
    return min(_numbers(page), default=0)


def _numbers(page: OpenPage) -> list[int]:
    return [int(article.get("data-number")) for article in page.tree.cssselect("#updates > [data-update]")]


def _lines(page: OpenPage, floor: int) -> list[str]:
    """The body as one line for each tag and text, without whatever no reader could see."""
    body = _copy(page.find("body"))
    for element in body.cssselect(WAYS_ELSEWHERE):
        element.drop_tree()
    for article in body.cssselect("#updates > [data-update]"):
        if int(article.get("data-number")) < floor:
            article.drop_tree()
    return list(_walk(body, 0))


def _walk(element: HtmlElement, depth: int) -> Iterator[str]:
    if not isinstance(element.tag, str):  # a comment
        return
    attributes = sorted((name, " ".join(value.split())) for name, value in element.items() if name not in POSITION)
    yield "  " * depth + " ".join([element.tag, *(f'{name}="{value}"' for name, value in attributes)])
    yield from _text(element.text, depth + 1)
    for child in element:
        yield from _walk(child, depth + 1)
        yield from _text(child.tail, depth + 1)


def _text(text: str | None, depth: int) -> Iterator[str]:
    if words := " ".join((text or "").split()):
        yield "  " * depth + words


def _copy(element: HtmlElement) -> HtmlElement:
    copied = deepcopy(element)
    copied.tail = None
    return copied
