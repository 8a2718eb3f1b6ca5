"""Published collections of strings that break programs, and a visit that uses them everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from blog import newsroom
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from tests.markup import Element
from tests.servers.node import BLNS, COMMONMARK, node, npm_tool

# Fit into every field that holds a name, or a line.
NAME_CHARACTERS, LINE_CHARACTERS = 290, 190
# Data that a page has inline; everything else that a script element holds is run.
DATA = {"application/ld+json", "application/json", "importmap", "speculationrules"}
LINKS = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href")
SCHEMES = {"http", "https", "mailto"}
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*)[\x00-\x20]*:", re.I)


@cache
def naughty() -> list[str]:
    """The Big List of Naughty Strings: scripts, injections, odd numbers, letters of all kinds; none is empty."""
    found = json.loads((npm_tool(*BLNS) / "resources" / "blns.json").read_text(encoding="utf-8"))
    return [words for words in found if words.strip()]


@cache
def markdown_examples() -> list[str]:
    """The Markdown of every example in the specification of CommonMark."""
    script = Path(__file__).with_name("commonmark.mjs")
    done = node().run(script, str(npm_tool(*COMMONMARK) / "index.js"))
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def lines(strings: Iterable[str], most: int = NAME_CHARACTERS) -> list[str]:
    """The strings one after another, as many in a line as fit into a field; a long one in pieces."""
    pieces = chain.from_iterable(_pieces(string, most) for string in strings)
    packed = [""]
    for piece in pieces:
        joined = f"{packed[-1]} {piece}".strip()
        if len(joined) <= most:
            packed[-1] = joined
        else:
            packed.append(piece)
    return packed


def _pieces(string: str, most: int) -> list[str]:
    return [string[at : at + most] for at in range(0, len(string), most)]


def tell(by: tuple[int, int], words: Sequence[str]) -> list[str]:
    """Puts each of these lines into every field of a visit, `by` an editor of it; returns the ids of the updates."""
    return [_tell(by, line, number) for number, line in enumerate(words)]


def _tell(by: tuple[int, int], line: str, number: int) -> str:
    side = newsroom.people.add_delegation(
        *by, line, short_name=line, country=line, capital=line, zone="Asia/Tokyo", key=f"side-{number}"
    )
    speaker = newsroom.people.add_speaker(*by, line, title=line, delegation=side, key=f"speaker-{number}")
    topic = newsroom.people.add_topic(*by, line, slug=f"topic-{number}")
    stop = newsroom.itinerary.add_stop(
        *by, line, zone="Europe/Vienna", country=line, press_access=line, key=f"stop-{number}"
    )
    kind = ("statement", "readout", "report")[number % 3]
    words = line[:LINE_CHARACTERS]
    post = Post(line, words, kind, stop=stop, speaker=speaker, topics=[topic], key=number % 9 == 0, source=words)
    public_id = newsroom.updates.publish(*by, post)
    newsroom.updates.edit(*by, public_id, post, version=1, reason="correction", note_text=line)
    return public_id


def tell_alone(by: tuple[int, int], strings: Iterable[str]) -> dict[str, str]:
    """An update of each string by itself; returns those that the newsroom refused, with its sentence."""
    refused = {}
    for string in strings:
        try:
            newsroom.updates.publish(*by, Post(string, string, source=string))
        except Invalid as error:
            refused[string] = str(error)
    return refused


def foreign_parts(page: Element) -> list[str]:
    """What a page would run or open that the product has not put there."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        kept: dict[str, Any] = dict(element.attrib)
        if element.tag == "script" and "src" not in kept and kept.get("type") not in DATA:
            found.append("a script")
        if (
            element.tag in ("style", "object", "applet")
            or "style" in kept
            or (element.tag == "base" and "href" in kept)
        ):
            found.append(f"<{element.tag} {kept}>")
        found += [f"{name} of <{element.tag}>" for name in kept if name.startswith("on") or name == "srcdoc"]
        schemes = (_SCHEME.match(kept[name]) for name in LINKS if name in kept)
        found += [f"a link to {scheme[0]}" for scheme in schemes if scheme and scheme[1].lower() not in SCHEMES]
    return found
