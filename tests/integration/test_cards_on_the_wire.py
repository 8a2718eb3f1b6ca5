"""The card of a link, fetched by a real server: readers get it over the socket, and nobody waits for the other site."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

from tests.conftest import Footing
from tests.elsewhere import APP, elsewhere_served
from tests.readers import SocketReader
from tests.serving import PATIENCE_SECONDS, serving
from tests.video_card import VIDEO_URL
from tests.wait import until

OEMBED = {"type": "video", "title": "The arrival", "author_name": "Ministry", "provider_name": "YouTube"}


def test_a_card_comes_from_a_slow_site_to_readers_whom_it_holds_up_for_nothing(
    footing: Callable[[str], Footing], tmp_path: Path
) -> None:
    with elsewhere_served() as elsewhere, footing("sqlite") as (url, bell):
        answers = Event()

        def answer(handler: BaseHTTPRequestHandler) -> None:
            assert answers.wait(PATIENCE_SECONDS)
            played(handler)

        elsewhere.page("/oembed", json.dumps(OEMBED), "application/json")
        played, elsewhere.pages["/oembed"] = elsewhere.pages["/oembed"], answer
        with serving(url, tmp_path, app=APP, **bell, **elsewhere.settings(tmp_path)) as dateline:
            slug = dateline.open_visit().slug
            with dateline.correspondent() as editor, SocketReader(dateline, slug) as reader:
                first = editor.publish(slug, f"They have arrived.\n\n{VIDEO_URL}")
                until(lambda: elsewhere.asked, "nothing was fetched")
                second = editor.publish(slug, "They are on their way into the city.")
                reader.read_until(lambda it: it.held == [second, first])
                article = f'[data-update="{first}"]'
                assert not reader.page.find(article).cssselect(".link-card")
                assert "They have arrived." in dateline.get(f"/live/{slug}").text

                answers.set()
                reader.read_until(lambda it: bool(it.page.find(article).cssselect(".link-card")))
                [title] = reader.page.find(article).cssselect(".link-card-title")
                assert (title.text, title.get("href")) == ("The arrival", VIDEO_URL)
                assert [line.partition("?")[0] for line in elsewhere.asked] == ["www.youtube.com /oembed"]
                assert elsewhere.agents == {f"Dateline (+{dateline.url})"}
