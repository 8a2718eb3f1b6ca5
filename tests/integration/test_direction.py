"""A paragraph of the other direction stands on its own side: in pages, in feeds, in embeds and in the API."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.markup import Element, one, parse
from tests.sample_visit import SampleVisit

BODY = """The two sides met.

أكد الجانبان أهمية الحوار.

> שני הצדדים נפגשו.

- فلسطين
- Iran

## العنوان

| إيران | Iran |
|---|---|
| نعم | yes |

双方重申对话。"""


def ways(body: Element) -> dict[str, set[str | None]]:
    """By the tag, the directions that its elements name."""
    found: dict[str, set[str | None]] = {}
    for element in body.iter("p", "li", "ul", "blockquote", "h4", "td", "th"):
        found.setdefault(element.tag, set()).add(element.get("dir"))
    return found


@pytest.fixture
def public_id(talks: SampleVisit) -> str:
    return talks.publish(BODY, headline="لقاء")


def test_each_block_has_its_own_direction_wherever_it_is_shown(client: FlaskClient, public_id: str) -> None:
    own = {"p": {"auto"}, "li": {"auto"}, "ul": {"rtl"}, "blockquote": {"rtl"}, "h4": {"auto"}}
    own |= {"td": {"auto"}, "th": {"auto"}}
    page = parse(client.get("/live/talks"))
    assert ways(one(page, ".update-body")) == own
    assert one(page, f"#u-{public_id} .update-headline").get("dir") == "auto"
    embed = parse(client.get("/live/talks/embed"))
    assert ways(one(embed, ".update-body")) == own
    item = client.get("/live/talks/feed.json").json["items"][0]  # type: ignore[index]
    assert ways(one(html.fromstring(f"<div>{item['content_html']}</div>"), "div > div")) == own
    assert "&lt;blockquote dir=&#34;rtl&#34;&gt;" in client.get("/live/talks/feed.atom").text
    update = client.get(f"/api/v1/visits/talks/updates/{public_id}").json
    assert ways(html.fromstring(f"<div>{update['html']}</div>")) == own  # type: ignore[index]


@pytest.mark.parametrize(
    ("body", "way"), [("> أكد الجانبان", "rtl"), ("> They met.", "auto"), ("> 会谈", "auto"), ("> 2010", "auto")]
)
def test_what_holds_the_blocks_stands_on_the_side_of_the_first_of_them(
    client: FlaskClient, talks: SampleVisit, body: str, way: str
) -> None:
    talks.publish(body, kind="statement", speaker="ada-nord")
    page = parse(client.get("/live/talks"))
    assert one(page, ".update-body").get("dir") == way
    assert one(page, ".quotation").get("dir") == way
    assert one(page, ".quotation-source").get("dir") == "ltr"
