"""The feeds of a visit in every language of the interface: valid, and what is ours in them is in it."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from blog.languages import LANGUAGES, spoken
from blog.translation import gettext, speaking
from tests.feeds import FORMATS, hold_against_schema, parsed
from tests.sample_visit import SampleVisit


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_is_valid_in_every_language_and_says_in_it_what_is_ours(
    client: FlaskClient, talks: SampleVisit, format_: str
) -> None:
    talks.publish("They said **no**.", kind="statement", speaker="ada-nord", source="The ministry")
    talks.edit(talks.publish("Three days."), "Two.", version=1, reason="correction", note="It was two, not three.")
    for tag in spoken():
        with speaking(tag):
            corrected, source = gettext("Corrected"), gettext("Source:")
        answer = client.get(f"/live/talks/feed.{format_}?ui={tag}")
        hold_against_schema(format_, answer.text)
        entries = json.loads(answer.text)["items"] if format_ == "json" else parsed(answer).entries
        texts = [str(each["content_html"] if format_ == "json" else each.content[0].value) for each in entries]
        assert any(corrected in text for text in texts), tag
        assert any(source in text for text in texts), tag
        is_mirrored = all('dir="rtl"' in text for text in texts)
        assert is_mirrored == (LANGUAGES[tag].direction == "rtl")
