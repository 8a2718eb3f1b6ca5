"""Pool reports: their credit goes wherever the update goes, and the desk is told which numbers are missing."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blog import newsroom
from blog.models import State
from blog.newsroom.posts import Post
from tests.desk import Desk
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

POOL = {"pool_number": 3, "pooler": "Pia Ooler", "pool_outlet": "Gazette"}
SAID = "Pool report 3 by Pia Ooler, Gazette"


def gaps(desk: Desk) -> str:
    return words(one(parse(desk.get("/desk/visits/talks")), "#pool-gaps"))


def test_the_credit_goes_wherever_the_update_goes(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They shook hands.", stop="vienna", issued_at="2026-03-04T16:20", **POOL)
    pages = {
        "/live/talks": f"#u-{public_id} [data-pool]",
        f"/live/talks/updates/{public_id}": f"#u-{public_id} [data-pool]",
        "/live/talks/embed": f"#u-{public_id} [data-pool]",
        "/live/talks/search?q=ooler": ".result [data-pool]",
    }
    for address, place in pages.items():
        assert words(one(parse(client.get(address)), place)).startswith(SAID), address
    for address in ("feed.atom", "feed.rss", "feed.json"):
        assert SAID in client.get(f"/live/talks/{address}").text, address
    page = parse(client.get(f"/live/talks/updates/{public_id}"))
    [data, _trail] = json.loads(page.cssselect('script[type="application/ld+json"]')[0].text)
    assert data["creditText"] == SAID
    assert SAID in one(page, 'meta[property="og:image:alt"]').get("content")


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"pool_number": "first", "pooler": "Pia"}, "pool_number", "Give the number of the pool report"),
        ({"pool_number": "1000", "pooler": "Pia"}, "pool_number", "from 1 to 999"),
        ({"pool_number": "3"}, "pooler", "Say who wrote the pool report"),
        ({"pool_outlet": "x" * 121}, "pool_outlet", "1 character too long"),
    ],
)
def test_a_wrong_field_is_refused_beside_it(
    desk: Desk, talks: SampleVisit, sent: dict[str, str], field: str, sentence: str
) -> None:
    answer = desk.publish("talks", "They met.", **sent)
    assert answer.status_code == 422
    form = one(parse(answer), "#composer")
    assert sentence in words(one(form, f"#new-{field}-error"))
    assert all(one(form, f"[name={name}]").get("value") == value for name, value in sent.items())


def test_the_desk_is_told_which_numbers_are_missing(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    def file(day: int, number: int, **kwargs: State) -> str:
        post = Post("A note.", pooler="Pia", pool_number=number, stop="tokyo", issued_at=f"2026-03-0{day}T23:50")
        if kwargs:
            return newsroom.drafts.save(talks.visit_id, talks.reporter_id, post, **kwargs)  # type: ignore[arg-type]
        return newsroom.updates.publish(talks.visit_id, talks.reporter_id, post)

    file(4, 3)
    assert gaps(desk) == ""
    late = file(4, 5)
    assert gaps(desk) == "Pool reports missing: 4"
    file(4, 4, state=State.DRAFT)
    assert gaps(desk) == "Pool reports missing: 4", "a draft is its author's own"
    file(4, 4, state=State.SUBMITTED)
    assert gaps(desk) == ""
    file(5, 9)  # it goes on from the day before
    file(6, 1)  # it begins anew
    file(6, 3)
    assert gaps(desk) == "Pool reports missing: 6–8, 2"
    talks.withdraw(late)
    assert gaps(desk) == "Pool reports missing: 5–8, 2"
