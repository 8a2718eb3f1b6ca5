"""Who has a page already is told so, by Flask and from the cache before it (RFC 9110, section 13.1.2)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.sample_visit import SampleVisit

ADDRESSES = ("/", "/live/talks", "/live/talks?topic=trade", "/live/talks/feed.atom", "/api/v1/visits/talks/updates")


@pytest.mark.parametrize(
    "form", ["{weak}", "{strong}", "*", '"another", {weak}', '{strong},"another"', 'W/"a, b", {strong}']
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_any_of_its_tags_and_any_tag_at_all_is_304(
    client: FlaskClient, talks: SampleVisit, method: str, form: str
) -> None:
    for address in ADDRESSES:
        first = client.get(address)
        weak = first.headers["ETag"]
        assert weak.startswith('W/"')
        tags = form.format(weak=weak, strong=weak.removeprefix("W/"))
        talks.publish("So that it is not in the cache.", topics=["trade"])
        by_flask = client.open(address, method=method, headers={"If-None-Match": tags})
        assert by_flask.status_code == (304 if "*" in form else 200), "the page has changed"
        weak = client.get(address, buffered=True).headers["ETag"]
        tags = form.format(weak=weak, strong=weak.removeprefix("W/"))
        for _ in range(2):
            answer = client.open(address, method=method, headers={"If-None-Match": tags}, buffered=True)
            assert (answer.status_code, answer.data) == (304, b""), address
            assert answer.headers["ETag"] == weak
            assert "Content-Length" not in answer.headers or answer.headers["Content-Length"] == "0"


@pytest.mark.parametrize("tags", ['"another"', "W/another", '"', ",,", '"a" "b"', 'W/""', "x" * 5000])
def test_another_tag_or_none_at_all_gets_the_page(client: FlaskClient, talks: SampleVisit, tags: str) -> None:
    for _ in range(2):
        answer = client.get("/live/talks", headers={"If-None-Match": tags}, buffered=True)
        assert answer.status_code == 200
        assert answer.data


def test_head_from_the_cache_says_what_get_says_and_sends_no_body(client: FlaskClient, talks: SampleVisit) -> None:
    for encoding in ("", "br", "gzip"):
        asking = {"Accept-Encoding": encoding}
        page = client.get("/live/talks", headers=asking, buffered=True)
        for _ in range(2):
            head = client.head("/live/talks", headers=asking, buffered=True)
            assert (head.status_code, head.data) == (200, b"")
            assert head.headers.get("Content-Encoding") == page.headers.get("Content-Encoding")
            assert head.headers["Content-Length"] == str(len(page.data))
            assert head.headers["ETag"] == page.headers["ETag"]
