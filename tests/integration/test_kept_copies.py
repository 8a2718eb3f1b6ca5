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
from tests.media_files import UPLOADS, upload, uploaded
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
        ("page.html", b"<script>alert(1)</script>", "Text file", "text/plain"),
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


def test_a_document_of_a_text_is_described_in_its_form_and_asked_for_no_words(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    answer = upload(desk, pdf(), "communique.pdf", headers={"HX-Request": "true"})
    row = one(parse(answer), "li")
    public_id = row.get("data-key")
    assert "communique.pdf PDF, " in " ".join(row.text_content().split())
    assert row.cssselect(f"[name=alt-{public_id}]") == []
    said = {f"source_url-{public_id}": "ministry.example", f"taken_at-{public_id}": "yesterday"}
    form = {"media": public_id, "stop": "vienna", f"version-{public_id}": "1"}
    refused = desk.publish("talks", "They published a communiqué.", **form, **said)
    assert refused.status_code == 422
    for name, value in said.items():
        field = one(parse(refused), f"[name={name}]")
        assert (field.get("value"), field.get("aria-invalid")) == (value, "true")
    said = {f"{name}-{public_id}": value for name, value in TAKEN.items()}
    assert desk.publish("talks", "They published a communiqué.", **form, **said).status_code < 400
    page = parse(client.get("/live/talks"))
    assert one(page, ".document-original").get("href") == TAKEN["source_url"]
    update = one(page, "#updates > [data-update]").get("data-update")
    edit = parse(desk.get(f"/desk/visits/talks/updates/{update}"))
    for name, value in said.items():
        assert one(edit, f"[name={name}]").get("value") == value
    form[f"version-{public_id}"] = "1"
    stale = desk.publish("talks", "Again.", **form, **{f"source_url-{public_id}": "https://elsewhere.example/"})
    assert stale.status_code == 422
    assert "Someone else has changed what is said of this document." in stale.text


def test_a_document_is_added_without_scripts(desk: Desk, talks: SampleVisit) -> None:
    page = parse(desk.get(UPLOADS))
    assert ".pdf,.docx,.txt" in one(page, "[name=file]").get("accept")
    assert {field.get("name") for field in page.cssselect("#picture-form input")} >= TAKEN.keys()
    answer = upload(desk, pdf(), "communique.pdf", headers={"Accept": "text/html"}, **TAKEN)
    assert answer.status_code == 303
    row = one(parse(desk.get(answer.location)), ".picture-document[data-picture]")
    public_id = row.get("data-key")
    assert one(row, f"[name=source_url-{public_id}]").get("value") == TAKEN["source_url"]
    assert one(row, f"[name=taken_at-{public_id}]").get("value") == TAKEN["taken_at"]
