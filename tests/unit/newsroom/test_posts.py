"""What a reporter sends, checked. Nothing here names a place or a person, so that no database is asked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from blog.models import Kind, Speaker, Standing, Update, Visit
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import CheckedPost, Post, check_post
from blog.newsroom.public_notes import check_note
from blog.text.cleaning import clean

NOWHERE = Session()
VISIT = Visit(id=1, lang="fr")


def checked(body: str = "Words.", **fields: Any) -> CheckedPost:
    return check_post(NOWHERE, VISIT, Post(body, **fields))


def refusals(body: str = "Words.", **fields: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        checked(body, **fields)
    return caught.value.fields


def test_what_is_not_given_has_a_sensible_value() -> None:
    wording = checked(kind="", standing="", lang="")
    assert (wording.kind, wording.standing, wording.lang) == (Kind.REPORT, Standing.REPORTED, "fr")
    assert (wording.stop, wording.speaker, wording.topics) == (None, None, ())


def test_a_body_of_20000_characters_is_taken_and_one_more_is_not() -> None:
    assert len(checked("北" * 20_000).body) == 20_000
    assert refusals("北" * 20_001) == {"body": "The text is 1 character too long (maximum 20,000). Your text is kept."}


def test_a_line_end_counts_once_however_the_browser_sends_it() -> None:
    assert checked("a\r\n" * 9_999 + "bb").body.count("\n") == 9_999


@pytest.mark.parametrize("body", ["", "   ", "\r\n\t ", "\x00\x07"])
def test_an_update_needs_a_text(body: str) -> None:
    assert "needs a text" in refusals(body)["body"]


def test_a_headline_is_one_line_of_at_most_200_characters() -> None:
    assert checked(headline=" Talks\r\n  open \t today ").headline == "Talks open today"
    assert checked(headline="h" * 200).headline == "h" * 200
    assert "1 character too long (maximum 200)" in refusals(headline="h" * 201)["headline"]


def test_a_link_without_its_whole_address_is_handed_back_with_a_sentence() -> None:
    assert checked("See [Xinhua](https://example.org).").body == "See [Xinhua](https://example.org)."
    assert refusals("See [Xinhua](www.example.org) and [them](/live/talks).") == {
        "body": "Write the link www.example.org in full, beginning with https://."
    }


def test_the_words_to_look_through_are_those_of_the_wording() -> None:
    update = Update()
    speaker = Speaker(id=5, name="Ada Nord", title="Deputy")
    CheckedPost("São Paulo", "They *met*.", Kind.STATEMENT, Standing.OFFICIAL, None, speaker, (), "en").apply_to(update)
    assert update.words == "sao paulo\nthey met.\nada nord"


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "pt-BR", "de-AT-1996"])
def test_a_language_is_a_tag(lang: str) -> None:
    assert checked(lang=lang).lang == lang


@pytest.mark.parametrize("lang", ["english", "e", '"><script>', "en_GB", "zh-", "en-" + "abcdefgh-" * 5 + "x1"])
def test_a_language_that_is_no_tag_is_refused(lang: str) -> None:
    assert "tag" in refusals(lang=lang)["lang"]


def test_every_field_that_cannot_be_taken_has_its_own_sentence() -> None:
    errors = refusals("", headline="h" * 300, kind="rumour", standing="certain", lang="!")
    assert set(errors) == {"headline", "kind", "standing", "lang"}
    assert set(refusals("")) == {"body"}
    assert "report, statement" in errors["kind"]
    assert all(sentence.endswith(".") for sentence in errors.values())


def test_control_characters_are_dropped_and_line_ends_made_one_kind() -> None:
    assert clean("\x00a\x07b\x7f\r\nc\rd\te \n") == "ab\nc\nd\te"


def test_a_note_is_one_line_of_at_most_500_characters() -> None:
    assert check_note(" a \n b ") == "a b"
    assert check_note("n" * 500) == "n" * 500
    with pytest.raises(Invalid) as caught:
        check_note("n" * 501)
    assert "maximum 500" in caught.value.fields["note"]


def test_a_note_that_is_needed_may_not_be_empty() -> None:
    assert check_note("  ") == ""
    with pytest.raises(Invalid) as caught:
        check_note("  ", needed="Say why.")
    assert caught.value.fields == {"note": "Say why."}


def test_a_wording_is_put_into_an_update_with_its_sanitised_html() -> None:
    update = Update()
    wording = checked("**Words** <script>", headline="H", kind="readout")
    wording.apply_to(update)
    assert update.html == '<p dir="auto"><strong>Words</strong> &lt;script&gt;</p>'
    assert (update.headline, update.kind, update.body) == ("H", Kind.READOUT, "**Words** <script>")
    assert not wording.differs_from(update)


@pytest.mark.parametrize(
    "other", [{"headline": "Other"}, {"kind": "analysis"}, {"standing": "official"}, {"lang": "en"}, {"body": "Other."}]
)
def test_any_field_that_changed_makes_another_wording(other: dict[str, str]) -> None:
    update = Update()
    checked().apply_to(update)
    assert checked(**other).differs_from(update)


def test_the_title_of_a_speaker_is_that_of_the_first_wording_that_names_them() -> None:
    speaker, update = Speaker(id=5, title="Deputy"), Update()
    named = CheckedPost("", "Words.", Kind.STATEMENT, Standing.OFFICIAL, None, speaker, (), "en")
    named.apply_to(update)
    update.speaker_id, speaker.title = 5, "Minister"
    named.apply_to(update)
    assert update.speaker_title == "Deputy"
    checked().apply_to(update)
    assert update.speaker_title == ""


def test_a_statement_says_whose_words_it_is() -> None:
    assert "who made this" in refusals("> We agree.", kind="statement")["speaker"]
    assert "who made this" in refusals("> We agree.", kind="statement", source=" \n ")["speaker"]
    for fields in ({"source": "Ministry"}, {"source_url": "https://example.org/a"}, {"kind": "readout"}):
        assert checked("> We agree.", **{"kind": "statement"} | fields).speaker is None


def test_what_no_reader_will_see_yet_may_lack_a_speaker() -> None:
    post = Post("> We agree.", kind="statement")
    assert check_post(NOWHERE, VISIT, post, for_readers=False).kind is Kind.STATEMENT
