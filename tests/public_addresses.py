"""Every address that shows a visit outside its own page: what each answers, and whether a cached answer is renewed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from io import BytesIO
from urllib.parse import quote

from PIL import Image

from tests.feeds import FORMATS

# An update that has these is in every part of the visit that is asked for below.
FIELDS = {"kind": "statement", "speaker": "ada-nord", "topics": "trade", "stop": "vienna", "key": "1"}
PARTS = ("", "?topic=trade", "?key=1", "?page=1")
# Where every wording that was published stands, unless the update was taken back.
RECORDS = ("{update}/history", "/api/v1/visits/{slug}/updates/{id}/revisions")

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@dataclass(frozen=True)
class Answer:
    """What an address answers, as any client reads it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> list[str]:
        """Its words; apart from them those that a page has for machines, and those that are drawn in a picture."""
        if self.headers.get("Content-Type", "") == "image/png":
            return [str(Image.open(BytesIO(self.body)).text["Description"])]  # type: ignore[attr-defined]
        text = self.body.decode()
        return [text, *_DATA.findall(text)]


Ask = Callable[[str, Mapping[str, str]], Answer]


def addresses(public_url: str, slug: str, public_id: str, cursor: str) -> list[str]:
    """All addresses that show one update with `FIELDS`, or speak of it; `cursor` is from before it."""
    live = f"/live/{slug}"
    update = f"{live}/updates/{public_id}"
    api = f"/api/v1/visits/{slug}/updates"
    links = [quote(public_url + path) for path in (live, update, f"{update}/embed", f"{update}/share")]
    return [
        live,
        f"{live}?topic=trade",
        update,
        *(f"{live}/feed.{format_}{part}" for format_ in FORMATS for part in PARTS),
        *(f"/oembed?url={link}&format={format_}" for link in links for format_ in ("json", "xml")),
        f"{update}/preview.png",
        f"{update}/preview.png?v=1",
        f"{live}/embed",
        f"{live}/embed?topic=trade&limit=3",
        f"{update}/embed",
        f"{update}/share",
        api,
        f"{api}?topic=trade",
        f"{api}?after={cursor}",
        f"{api}/{public_id}",
        "/sitemap-news.xml",
        *(record.format(update=update, slug=slug, id=public_id) for record in RECORDS),
    ]


def is_record(address: str) -> bool:
    return address.endswith(("/history", "/revisions"))


def speaks_of_the_visit_alone(address: str) -> bool:
    """What is told of a visit's own link are its name and its picture."""
    return address.startswith("/oembed") and "updates" not in address


def ask_all(ask: Ask, wanted: Iterable[str]) -> dict[str, Answer]:
    return {address: ask(address, {}) for address in wanted}


def ask_again(ask: Ask, before: Mapping[str, Answer]) -> list[tuple[str, Answer]]:
    """What each answers to those who hold an answer from before, in all the ways of saying so."""
    since = formatdate(usegmt=True)
    found = []
    for address, answer in before.items():
        tag = answer.headers.get("ETag", "")
        strong = tag.removeprefix("W/")
        held = [{"If-Modified-Since": since}, {}]
        held += [{"If-None-Match": t} for t in (tag, strong, f'"x", {tag}')] if tag else []
        held += [{"If-None-Match": tag, "If-Modified-Since": since}] if tag else []
        found += [(address, ask(address, headers)) for headers in held]
    return found
