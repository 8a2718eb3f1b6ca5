"""Translations are updates tied to their originals: what may be tied, who learns of it, and when it is checked."""

from __future__ import annotations

from typing import Any

import extruct
import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.models import State, Update
from blog.newsroom.errors import Invalid, StaleForm
from blog.newsroom.posts import Post
from blog.queries import desk
from tests.feeds import FORMATS, hold_against_schema
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

CHINESE = "双方会谈坦率。\n\n双方同意继续会谈。"
ENGLISH = "The talks were candid.\n\nBoth sides agreed to go on."
OTHERS = {"translator": "side", "official": True}


def original(talks: SampleVisit, **fields: object) -> str:
    return talks.publish(CHINESE, headline="外交部声明", lang="zh", **fields)


def translation(talks: SampleVisit, of: str, lang: str = "en", **fields: object) -> str:
    return talks.publish(ENGLISH, headline="The statement", lang=lang, original=of, **fields)


def kept(talks: SampleVisit, public_id: str) -> Update:
    found = desk.update(talks.visit_id, public_id)
    assert found
    return found


def reword(talks: SampleVisit, public_id: str, body: str, reason: str = "correction", **fields: str) -> None:
    newsroom.updates.edit(
        *(talks.visit_id, talks.editor_id, public_id),
        Post(body, headline="外交部声明", lang="zh", **fields),
        version=kept(talks, public_id).version,
        reason=reason,
        note_text="" if reason == "typo" else "A sentence was missing.",
    )


def test_a_tie_has_one_original_in_another_language_and_no_chain(talks: SampleVisit) -> None:
    first = original(talks)
    second = translation(talks, first)
    lone = talks.publish("Alone.")
    refused: list[tuple[str, dict[str, object]]] = [
        ("original", {"original": second, "lang": "fr"}),
        ("original", {"original": "nosuchupda"}),
        ("original", {"translator": "side"}),
        ("lang", {"original": first, "lang": "zh-Hans"}),
        ("translator", {"original": first, "translator": "nobody"}),
        ("official", {"original": first, "official": True}),
    ]
    for field, fields in refused:
        with pytest.raises(Invalid) as error:
            talks.publish("Words.", **{"lang": "en"} | fields)
        assert set(error.value.fields) == {field}, fields
    for public_id, tied_to in ((first, lone), (lone, lone)):
        post = Post("Words.", lang="fr", original=tied_to)
        with pytest.raises(Invalid) as error:
            newsroom.updates.edit(talks.visit_id, talks.editor_id, public_id, post, version=1, reason="typo")
        assert "original" in error.value.fields


def test_a_draft_of_somebody_else_is_no_original(talks: SampleVisit) -> None:
    draft = newsroom.drafts.save(talks.visit_id, talks.editor_id, Post(CHINESE, lang="zh"))
    with pytest.raises(Invalid) as error:
        translation(talks, draft)
    assert set(error.value.fields) == {"original"}
    own = Post(ENGLISH, lang="en", original=draft)
    assert newsroom.updates.publish(talks.visit_id, talks.editor_id, own)


@pytest.mark.both_footings
def test_readers_learn_of_a_tie_only_while_both_are_published(client: FlaskClient, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    post = Post(CHINESE, headline="秘密", lang="zh")
    held = newsroom.drafts.save(*by, post, state=State.HELD, embargo="When he speaks")
    early = translation(talks, held, **OTHERS)
    waiting = Post("An embargoed secret.", lang="fr", original=early and held)
    late = newsroom.drafts.save(*by, waiting, state=State.HELD, embargo="Later on")
    alone = everything(client, early)
    assert held not in alone
    assert late not in alone
    assert "秘密" not in alone
    assert "official" not in told(client, early)["translator"]
    assert told(client, early)["original"] is None

    newsroom.embargoes.release_update(*by, held)
    assert told(client, early)["original"] == held
    assert (told(client, early)["translator"], told(client, early)["official"]) == ("side", True)
    assert told(client, held)["translations"] == [early]
    assert late not in everything(client, early, held)

    talks.withdraw(early)
    assert "The statement" not in everything(client, early, held)
    newsroom.updates.withdraw(*by, held, "It was wrong.")
    assert "translator" not in told(client, early)


def test_a_translation_is_behind_until_somebody_has_looked(client: FlaskClient, talks: SampleVisit) -> None:
    by = talks.visit_id, talks.editor_id
    first = original(talks)
    second = translation(talks, first)
    reword(talks, first, CHINESE + "。", "typo")
    assert not told(client, second)["outdated"]

    reword(talks, first, CHINESE + "\n\n还有一句。")
    seen = kept(talks, first).wording_digest
    assert told(client, second)["outdated"]
    reword(talks, first, CHINESE + "\n\n还有两句。")
    with pytest.raises(StaleForm):
        newsroom.originals.confirm(*by, second, wording=seen)
    newsroom.originals.confirm(*by, second, wording=kept(talks, first).wording_digest)
    assert not told(client, second)["outdated"]


def test_search_engines_are_told_of_both(client: FlaskClient, talks: SampleVisit) -> None:
    first = original(talks)
    second = translation(talks, first)
    addresses = {name: f"http://localhost:8000/live/talks/updates/{name}" for name in (first, second)}
    (post, _), (other, _) = linked(client, first), linked(client, second)
    assert [each["url"] for each in post["workTranslation"]] == [addresses[second]]
    assert (post["inLanguage"], post["workTranslation"][0]["inLanguage"]) == ("zh", "en")
    assert other["translationOfWork"]["url"] == addresses[first]
    for public_id in (first, second):
        page = parse(client.get(f"/live/talks/updates/{public_id}"))
        links = {link.get("hreflang"): link.get("href") for link in page.cssselect("link[rel=alternate][hreflang]")}
        assert links == {"zh": addresses[first], "en": addresses[second]}


@pytest.mark.parametrize("format_", FORMATS)
def test_feeds_name_the_other_versions(client: FlaskClient, talks: SampleVisit, format_: str) -> None:
    first = original(talks)
    second = translation(talks, first)
    feed = client.get(f"/live/talks/feed.{format_}").text
    hold_against_schema(format_, feed)
    assert feed.count(f"updates/{first}") == feed.count(f"updates/{second}") == 2


def test_both_stand_beside_each_other_passage_by_passage(client: FlaskClient, talks: SampleVisit) -> None:
    first = original(talks)
    second = translation(talks, first, **OTHERS)
    reword(talks, first, CHINESE + "\n\n还有一句。")
    page = parse(client.get("/live/talks"))
    article = one(page, f'[data-update="{second}"]')
    assert article.get("data-original") == first
    assert "changed" in one(article, ".translation-behind").text_content()
    rows = page.cssselect(f'[data-update="{first}"] .version-row')
    cells = [[cell.text_content().strip() for cell in row.cssselect(".version")] for row in rows]
    chinese, english = CHINESE.split("\n\n"), ENGLISH.split("\n\n")
    assert [cells[0], cells[1]] == [list(pair) for pair in zip(chinese, english, strict=True)]
    assert cells[2][0] == "还有一句。"
    assert rows[2].cssselect(".version-gap")


def test_a_passage_of_a_translation_says_whose_it_is_and_whether_it_still_holds(
    client: FlaskClient, talks: SampleVisit
) -> None:
    by, said = (talks.visit_id, talks.editor_id), {"kind": "readout", "speaker": "ada-nord"}
    first = original(talks, **said)
    tied: dict[str, object] = {"original": first, **OTHERS}
    newsroom.marking.mark(*by, translation(talks, first, **said, **OTHERS), {"1": ["trade"]})

    def shown() -> str:
        return " ".join(map(words, parse(client.get("/live/talks/readouts")).cssselect("#comparison .translation")))

    def passage() -> dict[str, Any]:
        [topic] = client.get("/api/v1/visits/talks/readouts").get_json()["topics"]
        [given] = topic["sides"][0]["passages"]
        return {name: given[name] for name in ("original", "translator", "official", "outdated")}

    assert shown() == "Official translation by North: 外交部声明"
    assert passage() == {**tied, "outdated": False}
    reword(talks, first, CHINESE + "\n\n还有一句。", **said)
    assert "The original was changed" in shown()
    assert passage() == {**tied, "outdated": True}
    talks.withdraw(first)
    assert shown() == ""
    assert passage()["original"] is None


def told(client: FlaskClient, public_id: str) -> dict[str, Any]:
    answer = client.get("/api/v1/visits/talks/updates?limit=100").get_json()["updates"]
    return next(each for each in answer if each["id"] == public_id)


def everything(client: FlaskClient, *ids: str) -> str:
    """What the doors for readers say."""
    doors = [
        "",
        "/readouts",
        "/feed.atom",
        "/feed.rss",
        "/feed.json",
        "/search?q=secret",
        *(f"/updates/{i}" for i in ids),
    ]
    texts = [client.get(f"/live/talks{door}", buffered=True).text for door in doors]
    return "".join([*texts, client.get("/api/v1/visits/talks/updates").text])


def linked(client: FlaskClient, public_id: str) -> list[dict[str, Any]]:
    page = client.get(f"/live/talks/updates/{public_id}").text
    found: list[dict[str, Any]] = extruct.extract(page, syntaxes=["json-ld"], errors="strict")["json-ld"]
    return found
