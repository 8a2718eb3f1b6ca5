"""A mail to a private address becomes a draft of its account, with its pictures, and is never published by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import AuditEntry, DeskNote, Door, MediaFile, State
from tests.desk import Desk
from tests.integration.inbox.reader import Reader, address_on, drafts, mail
from tests.markup import one, parse, words
from tests.media_files import picture
from tests.sample_visit import SampleVisit


@pytest.mark.both_footings
def test_a_mail_with_a_picture_is_a_draft_of_its_own_account(reader: Reader, talks: SampleVisit) -> None:
    rita, editor = (Desk.of(reader.site).sign_in(email) for email in (talks.reporter_email, talks.editor_email))
    sent = mail(address_on(rita), "They *have* met.\n\n-- \nRita\n", "会谈开始: a meeting", In_Reply_To="<x@y>")
    sent.add_attachment(
        picture(64, 48, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"), "image", "jpeg", filename="照片.jpg"
    )
    sent.add_attachment(b"Notes.\n", "text", "plain", filename="notes.txt")
    sent.add_attachment(b"\0\0\0\x18ftypisom" + bytes(50), "video", "mp4", filename="clip.mov")
    reader.folder.deliver(sent)
    assert reader.read() == {"filed": 1}
    [draft] = drafts()
    assert (draft.state, draft.author_id, draft.headline) == (State.DRAFT, talks.reporter_id, "会谈开始: a meeting")
    assert (draft.body, draft.stop.key, draft.mailed_from) == (
        "They *have* met.",
        "vienna",
        "Rita Reporter <rita@elsewhere.example>",
    )
    files = db.session.scalars(select(MediaFile).order_by(MediaFile.id)).all()
    assert [file.name for file in files] == ["照片.jpg", "notes.txt"]
    assert draft.media_ids == [file.public_id for file in files]
    [note] = db.session.scalars(select(DeskNote))
    assert note.text.startswith("Not taken from the mail: clip.mov. This is a video file.")
    assert (reader.folder.unread(), reader.folder.read()) == (0, 1)
    row = one(parse(rita.get("/desk/visits/talks")), "#queue [data-state=draft]")
    assert "by mail" in words(row)
    facts = words(one(parse(rita.get(f"/desk/visits/talks/updates/{draft.public_id}")), ".edit-facts"))
    assert "By mail from Rita Reporter <rita@elsewhere.example>" in facts
    assert draft.public_id not in editor.get("/desk/visits/talks").text
    assert "会谈开始" not in reader.site.test_client().get("/live/talks").text
    with pytest.raises(newsroom.errors.Invalid, match="Describe each picture"):
        newsroom.drafts.publish(
            talks.visit_id, talks.reporter_id, draft.public_id, newsroom.posts.Post(draft.body), version=draft.version
        )
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "inbox_drafts.save")).all()
    assert [(entry.door, entry.actor_id, entry.subject) for entry in entries] == [
        (Door.MAIL, talks.reporter_id, draft.public_id)
    ]
