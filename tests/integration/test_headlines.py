"""A headline is plain text: what looks like markup in it comes out as it was written, wherever it is a title."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from tests.desk import Desk
from tests.markup import one, parse
from tests.talks import Talks

HEADLINES = ("Growth <3 % expected", "North <b>and</b> South", "Signed<by both>")


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_with_a_sign_of_markup_is_whole_in_every_title(
    client: FlaskClient, desk: Desk, talks: Talks, headline: str
) -> None:
    public_id = talks.publish("So they say.", headline=headline)
    base = f"/live/talks/updates/{public_id}"
    for address in (base, f"{base}/embed", f"{base}/history"):
        assert headline in one(parse(client.get(address).text), "title").text_content(), address
    assert one(parse(client.get(base).text), f"#u-{public_id} .update-link").get("data-share") == headline
    signed_in = desk.sign_in("editor@example.org")
    assert headline in one(parse(signed_in.get(f"/desk/visits/talks/updates/{public_id}").text), "title").text_content()


def test_what_a_visit_is_called_and_about_is_plain_text_too(client: FlaskClient, talks: Talks) -> None:
    title, summary = "Talks on <3 % and <more>", "Growth <stays> low."
    newsroom.visits.describe(talks.visit_id, None, title=title, summary=summary)
    for page in ("", "/itinerary", "/people", "/corrections", "/readouts", "/search", "/share", "/embed"):
        assert title[:24] in one(parse(client.get(f"/live/talks{page}").text), "title").text_content(), page
    live = parse(client.get("/live/talks").text)
    assert one(live, "meta[name=description]").get("content") == summary
