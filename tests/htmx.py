"""A small model of what an open page does with the wire's messages: htmx's partials and the page's inbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from difflib import unified_diff
from math import inf
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, document_fromstring, fragments_fromstring, tostring

# Where a page has got to, and the way to other pages: these belong to the address and not to the state of the visit.
POSITION = ("data-cursor", "data-since")
WAYS_ELSEWHERE = "#pager"
# Where a page says which part of the visit it is; what a filter chose is called by its name there.
WHICH_PAGE = ".chosen"
# What a morph leaves alone: on the page of a permalink, the mark of the update that it leads to.
PRIVATE = ("aria-current", "tabindex")
# A page that changes has scripts: no browser shows it what is for those without.
UNSEEN = "noscript"
# The wire has nothing chosen: the page's script puts in what is, which tests/browser/test_filters.py proves.
CHOICES = "#filters a"
# Compiled once: every page is asked for them again and again.
ARTICLES = CSSSelector("#updates > [data-update]", translator="html")
RAIL = CSSSelector(".update-rail .city, .update-rail .update-date > time", translator="html")


class OpenPage:
    """A page in a browser: loaded once, and from then on changed by messages alone."""

    def __init__(self, html: str, address: str = "") -> None:
        self.tree = document_fromstring(html)
        self._put_in_what_was_asked(dict(parse_qsl(urlsplit(address).query)))
        self.cursor = str(self.find("#wire").get("data-cursor"))
        self.asked_to_reload = False
        self.is_framed = bool(self.tree.cssselect("body.embed"))
        lists = self.tree.cssselect("#updates[data-filter]")
        self.list = lists[0] if lists else None
        self.filter = dict(parse_qsl(self.list.get("data-filter"))) if lists else {}

    @property
    def held(self) -> list[str]:
        """The ids of the updates in the list, newest first."""
        return [str(article.get("data-update")) for article in self._articles()]

    @property
    def is_front(self) -> bool:
        """Whether new updates have their place on it."""
        return self.find("#updates").get("data-front") is not None

    def as_archive(self, newest: int) -> OpenPage:
        """The same page without what is newer than an update, and without a place for more."""
        archive = OpenPage(tostring(self.tree, encoding="unicode"))
        archive.find("#updates").attrib.pop("data-front")
        for article in archive._articles():
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

    def _put_in_what_was_asked(self, asked: Mapping[str, str]) -> None:
        """As the page's script does, where the server has one page for all words that it does not know."""
        for name, value in asked.items():
            for part in ("chosen", "here"):
                for place in self.tree.cssselect(f'[data-{part}="{name}=-"]'):
                    place.set(f"data-{part}", f"{name}={value}")
            for link in self.tree.cssselect(".languages a[href]"):
                link.set("href", link.get("href").replace(f"{name}=-", f"{name}={value}"))
            for shown in self.tree.cssselect("#updates[data-filter]"):
                shown.set("data-filter", shown.get("data-filter").replace(f"{name}=-", f"{name}={value}"))

    def _swap(self, partial: HtmlElement) -> None:
        """One `<hx-partial>`. A target that is not on the page is passed over, unless it belongs there by now."""
        assert partial.tag == "hx-partial", f"{partial} lies outside a partial"
        targets = self.tree.cssselect(partial.get("hx-target"))
        for target in targets:
            _SWAPS[partial.get("hx-swap")](target, [_copy(element) for element in partial])
        if not targets and partial.get("hx-swap") != "afterbegin":
            self._let_in(partial)
        for article in self._articles() if self.filter else ():
            if not self._wants(article):
                article.drop_tree()

    def _let_in(self, partial: HtmlElement) -> None:
        """An update that the filter wants since this change, at its place among the others."""
        for article in partial.cssselect("hx-partial > [data-update]") if self.list is not None else ():
            if self._wants(article) and self._lies_within(_number(article)):
                newer = [other for other in self._articles() if _number(other) > _number(article)]
                self.list.insert(len(newer), _copy(article))

    def _articles(self) -> list[HtmlElement]:
        return list(ARTICLES(self.tree))

    def _lies_within(self, number: int) -> bool:
        numbers = [_number(article) for article in self._articles()]
        is_cut = len(numbers) >= int(self.list.get("data-most", 1_000)) or bool(self.tree.cssselect(".pager-older"))
        newest = inf if self.list.get("data-front") is not None else max(numbers, default=0)
        return (min(numbers, default=0) if is_cut else 0) < number < newest

    def _wants(self, article: HtmlElement) -> bool:
        """Whether an article belongs to what was chosen, by nothing but what it says about itself."""
        lang = article.get("data-lang", self.tree.get("lang"))
        has = {name: article.get(f"data-{name}") for name in ("speaker", "delegation", "stop", "kind", "key")} | {
            "lang": lang
        }
        topics = article.get("data-topics", "").split()
        return all(value in topics if name == "topic" else has[name] == value for name, value in self.filter.items())

    def _open_days(self) -> None:
        """What `days.js` does after every message: what an update says of day and city that none above it says."""
        said: set[str] = set()
        above: tuple[str, ...] = ("", "")
        for article in self._articles():
            day = article.cssselect(".update-day")[0].text_content().strip()
            article.attrib.pop("data-opens-day", None)
            if day not in said:
                article.set("data-opens-day", "")
            said.add(day)
            article.attrib.pop("data-repeats", None)
            if rail := tuple(part.text_content() for part in RAIL(article)):
                if same := [name for i, name in enumerate(("city", "day")) if rail[i] == above[i]]:
                    article.set("data-repeats", " ".join(same))
                above = rail


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
    it that the page of a permalink goes on as the front, which it was, when its update has come into the archive. Where
    updates leave what a filter shows, the ends of its pages move, and either may have more of the past.
    """
    if watched.is_front and not fresh.is_front:
        watched = watched.as_archive(newest=max(_numbers(fresh)))
    if fresh.filter:
        floor = max(_oldest(watched, inf), _oldest(fresh, inf))
        before, after = _lines(watched, floor), _lines(fresh, floor)
    else:
        before, after = _lines(watched, _oldest(fresh)), _lines(fresh, 0)
    if before == after:
        return ""
    return "\n".join(unified_diff(before, after, "kept open", "just loaded", lineterm="", n=1))


def sequence(cursor: str) -> int:
    return int(cursor.rpartition(":")[2])


def epoch(cursor: str) -> str:
    return cursor.rpartition(":")[0]


def _oldest(page: OpenPage, of_none: float = 0) -> float:
    return min(_numbers(page), default=of_none)


def _numbers(page: OpenPage) -> list[int]:
    return [_number(article) for article in page._articles()]


def _number(article: HtmlElement) -> int:
    return int(article.get("data-number"))


def _lines(page: OpenPage, floor: float) -> list[str]:
    """The body as one line for each tag and text, without whatever no reader could see."""
    body = _copy(page.find("body"))
    dropped = (UNSEEN, WAYS_ELSEWHERE) if page.filter else (UNSEEN, WAYS_ELSEWHERE, WHICH_PAGE)
    for element in body.cssselect(", ".join(dropped)):
        element.drop_tree()
    for link in body.cssselect(CHOICES) if page.filter else ():
        assert link.attrib.pop("href") == link.attrib.pop("hx-get"), "with htmx a link leads where it leads without"
        link.attrib.pop("aria-current", None)
    for article in ARTICLES(body):
        if _number(article) < floor:
            article.drop_tree()
    lines: list[str] = []
    _write_lines(body, "", lines)
    return lines


def _write_lines(element: HtmlElement, indent: str, lines: list[str]) -> None:
    """Appends to one list: a convergence test writes millions of lines."""
    if not isinstance(element.tag, str):  # a comment
        return
    attributes = sorted(item for item in element.items() if item[0] not in POSITION)
    lines.append(
        " ".join([indent + element.tag, *(f'{name}="{" ".join(value.split())}"' for name, value in attributes)])
    )
    deeper = indent + "  "
    _write_text(element.text, deeper, lines)
    for child in element:
        _write_lines(child, deeper, lines)
        _write_text(child.tail, deeper, lines)


def _write_text(text: str | None, indent: str, lines: list[str]) -> None:
    if text and (words := " ".join(text.split())):
        lines.append(indent + words)


def _copy(element: HtmlElement) -> HtmlElement:
    copied = deepcopy(element)
    copied.tail = None
    return copied
