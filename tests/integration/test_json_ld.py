"""What search engines and social networks read of a page, by a library that reads it as they do."""

from __future__ import annotations

from typing import Any

import extruct
import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from tests.sample_visit import SampleVisit

HOME = "http://localhost:8000"
EVIL = 'They said </script><script>alert(1)</script> & "so on" — 会談'


def test_a_live_page_is_a_live_blog_with_its_updates(client: FlaskClient, talks: SampleVisit) -> None:
    by = {"headline": "They agree at last", "topics": ["trade"], "stop": "vienna"}
    public_id = talks.publish("The **words** of it.\n\nAnd more.", **by)
    (page,) = linked(client, f"/live/{talks.slug}")

    assert page["@type"] == "LiveBlogPosting"
    assert page["headline"] == "Talks in Vienna"
    assert page["url"] == f"{HOME}/live/talks"
    assert page["inLanguage"] == "en"
    assert page["datePublished"] == page["coverageStartTime"] <= page["dateModified"]
    assert "coverageEndTime" not in page
    assert page["publisher"]["name"] == page["author"]["name"] == "Dateline"
    assert client.get(page["publisher"]["logo"]["url"].removeprefix(HOME)).mimetype == "image/png"
    assert client.get(page["image"]["url"].removeprefix(HOME)).mimetype == "image/png"
    assert [place["name"] for place in page["contentLocation"]] == ["Vienna", "Tokyo"]
    (post,) = page["liveBlogUpdate"]
    assert post["@type"] == "BlogPosting"
    assert post["headline"] == "They agree at last"
    assert post["articleBody"] == "The words of it.\nAnd more."
    assert post["author"] == {"@type": "Person", "name": "An reporter"}
    assert post["url"] == f"{HOME}/live/talks/updates/{public_id}"
    assert post["datePublished"] == post["dateModified"]
    assert "correction" not in post


def test_coverage_ends_with_the_visit(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("The last words.")
    newsroom.visits.set_status(talks.visit_id, SYSTEM, "ended")
    (page,) = linked(client, f"/live/{talks.slug}")
    assert page["coverageEndTime"] >= page["coverageStartTime"]


def test_an_update_s_own_page_is_a_posting_that_says_of_what_it_is_a_part(
    client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("The words.", headline="They agree", stop="vienna")
    post, way = linked(client, f"/live/{talks.slug}/updates/{public_id}")
    assert (post["@type"], post["headline"], post["articleBody"]) == ("BlogPosting", "They agree", "The words.")
    assert post["isPartOf"]["url"] == f"{HOME}/live/talks"
    assert post["contentLocation"]["address"]["addressCountry"] == "Austria"
    assert [step["name"] for step in way["itemListElement"]] == ["Dateline", "Talks in Vienna", "They agree"]
    assert all(client.get(step["item"].removeprefix(HOME)).status_code == 200 for step in way["itemListElement"])


def test_a_correction_is_told_with_the_new_words_and_the_old_are_gone(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("They met for three-days.")
    pages = [f"/live/{talks.slug}", f"/live/{talks.slug}/updates/{public_id}"]
    tags = {path: client.get(path).headers["ETag"] for path in pages}
    talks.edit(public_id, "They met for two-days.", version=1, reason="correction", note="It was two.")

    for path in pages:
        answer = client.get(path, headers={"If-None-Match": tags[path]})
        assert answer.status_code == 200
        first = extruct.extract(answer.text, syntaxes=["json-ld"])["json-ld"][0]
        post = first if first["@type"] == "BlogPosting" else first["liveBlogUpdate"][0]
        assert post["articleBody"] == "They met for two-days."
        (correction,) = post["correction"]
        assert (correction["@type"], correction["text"]) == ("CorrectionComment", "It was two.")
        assert post["dateModified"] >= post["datePublished"]
        assert "three-days" not in str(first)


def test_a_withdrawn_update_is_no_part_of_it_any_more(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret.", headline="The secret")
    talks.publish("The talks go on.")
    assert "secret" in str(linked(client, f"/live/{talks.slug}"))
    talks.withdraw(public_id)
    (page,) = linked(client, f"/live/{talks.slug}")
    assert len(page["liveBlogUpdate"]) == 1
    assert "secret" not in str(page)
    assert linked(client, f"/live/{talks.slug}/updates/{public_id}") == []


def test_no_word_of_a_reporter_ends_the_script(client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish(EVIL, headline=EVIL)
    for path in (f"/live/{talks.slug}", f"/live/{talks.slug}/updates/{public_id}"):
        assert "<script>alert" not in client.get(path).text
        first = linked(client, path)[0]
        post = first if first["@type"] == "BlogPosting" else first["liveBlogUpdate"][0]
        assert post["headline"] == post["articleBody"] == EVIL


def test_what_a_filter_shows_is_no_live_blog_of_its_own(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("Words.", key=True)
    assert linked(client, f"/live/{talks.slug}?key=1") == []


def test_a_visit_without_updates_says_when_it_will_begin(client: FlaskClient, talks: SampleVisit) -> None:
    newsroom.drafts.save(talks.visit_id, talks.editor_id, Post("A draft."))
    (page,) = linked(client, f"/live/{talks.slug}")
    assert page["coverageStartTime"]
    assert "liveBlogUpdate" not in page


def test_long_texts_are_cut_where_they_stand_a_second_time(client: FlaskClient, talks: SampleVisit) -> None:
    talks.publish("Many words. " * 400)
    (page,) = linked(client, f"/live/{talks.slug}")
    body = page["liveBlogUpdate"][0]["articleBody"]
    assert len(body) <= 400
    assert body.endswith("…")


@pytest.mark.parametrize("of_update", [False, True], ids=["visit", "update"])
def test_a_link_has_a_card(client: FlaskClient, talks: SampleVisit, of_update: bool) -> None:
    public_id = talks.publish("They met for two hours.", headline="Two hours", lang="en")
    talks.edit(public_id, "They met for three hours.", version=1)
    path = f"/live/{talks.slug}" + (f"/updates/{public_id}" if of_update else "")
    found = extruct.extract(client.get(path).text, syntaxes=["opengraph"], uniform=True)["opengraph"]
    (card,) = found
    assert card["@type"] == "article"
    assert card["og:url"] == HOME + path
    assert card["og:title"] == ("They met for three hours." if of_update else "Live: Talks in Vienna")
    assert card["og:description"] == ("They met for three hours." if of_update else "Two sides, one table.")
    assert (card["og:site_name"], card["og:locale"]) == ("Dateline", "en_GB")
    assert card["og:image"].startswith(f"{HOME}{path}/preview.png?v=")
    assert ("article:modified_time" in card) is of_update
    assert 'name="twitter:card" content="summary_large_image"' in client.get(path).text


def linked(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page."""
    found: list[dict[str, Any]] = extruct.extract(client.get(path).text, syntaxes=["json-ld"])["json-ld"]
    return found
