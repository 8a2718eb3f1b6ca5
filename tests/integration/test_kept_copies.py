"""Documents that are kept with an update as its source: what they say of themselves, and how they are served."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.desk import Desk
from tests.hostile_files import docx, pdf
from tests.markup import one, parse
from tests.media_files import uploaded
from tests.sample_visit import SampleVisit

TAKEN = {"source_url": "https://ministry.example/communique.pdf", "taken_at": "2010-03-04T16:20"}


def test_a_kept_pdf_shows_its_first_page_its_origin_and_how_to_check_it(
    app: Flask, desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    data = pdf()
    public_id = uploaded(desk, data, "Communiqué (final).pdf", **TAKEN)
    talks.publish("They published a communiqué.", media=[public_id])
    shown = one(parse(client.get("/live/talks")), ".document")
    said = " ".join(shown.text_content().split())
    assert "Kept copy, PDF," in said
    assert hashlib.sha256(data).hexdigest() in said
    assert one(shown, ".document-original").get("href") == TAKEN["source_url"]
    first_page = client.get(one(shown, "img").get("src"))
    assert first_page.mimetype == "image/jpeg"
    assert Image.open(BytesIO(first_page.data)).width in (960, 961)
    copy = client.get(one(shown, ".document-link").get("href"))
    assert copy.data == data
    assert copy.headers["Content-Disposition"].startswith("attachment;")
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    assert copy.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "data", "kind", "media_type"),
    [
        ("a.docx", docx(), "Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("page.html", b"<script>alert(1)</script>", "Text", "text/plain"),
    ],
)
def test_other_documents_are_downloaded_as_what_they_are(
    desk: Desk, client: FlaskClient, talks: SampleVisit, name: str, data: bytes, kind: str, media_type: str
) -> None:
    talks.publish("They published a text.", media=[uploaded(desk, data, name)])
    shown = one(parse(client.get("/live/talks")), ".document")
    assert f"Kept copy, {kind}," in " ".join(shown.text_content().split())
    assert shown.cssselect("img") == []
    copy = client.get(one(shown, ".document-link").get("href"))
    assert copy.mimetype == media_type
    assert copy.headers["Content-Disposition"].startswith("attachment;")
