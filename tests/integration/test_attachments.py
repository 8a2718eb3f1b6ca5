"""What an update may show besides its words, what an edit of that needs, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from blog import newsroom
from blog.extensions import db
from blog.models import MediaFile, Revision, State, Update, UpdateMedia
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.errors import Invalid
from blog.newsroom.posts import Post
from tests.sample_visit import SampleVisit
from tests.shown_files import add_document, add_picture


@pytest.fixture
def talks(app: Flask, talks: SampleVisit) -> SampleVisit:
    return talks


def shown(public_id: str) -> list[str]:
    """The ids of what an update shows now."""
    db.session.rollback()
    return db.session.scalars(select(Update).where(Update.public_id == public_id)).one().media_ids


def file_of(public_id: str) -> MediaFile:
    db.session.rollback()
    return db.session.scalars(select(MediaFile).where(MediaFile.public_id == public_id)).one()


def edit(talks: SampleVisit, public_id: str, reason: str, media: list[str] | None, *, note: str = "") -> int:
    by, post = (talks.visit_id, talks.editor_id), Post("Words.", media=media)
    return newsroom.updates.edit(*by, public_id, post, version=1, reason=reason, note_text=note)


def refusal(talks: SampleVisit, **fields: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        talks.publish("Words.", **fields)
    return refused.value.fields


def test_readers_get_no_picture_that_nobody_described(talks: SampleVisit) -> None:
    bare = add_picture(talks, alt="")
    assert "decorative" in refusal(talks, media=[bare])["media"]
    assert file_of(bare).first_public_at is None
    draft = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("Words.", media=[bare]))
    assert shown(draft) == [bare]
    update = db.session.scalars(select(Update).where(Update.public_id == draft)).one()
    assert "decorative" in newsroom.preview.lacks(update)[0]
    with pytest.raises(Invalid, match="decorative"):
        newsroom.drafts.publish(talks.visit_id, talks.editor_id, draft, Post("Words."), version=1)
    decorative = add_picture(talks, alt="", is_decorative=True)
    assert shown(talks.publish("Words.", media=[decorative])) == [decorative]


def test_an_update_shows_twelve_files_of_its_own_visit(talks: SampleVisit) -> None:
    other = SampleVisit.open("others")
    assert "no longer there" in refusal(talks, media=[add_picture(other)])["media"]
    assert "no longer there" in refusal(talks, media=["f" * 32])["media"]
    ids = [add_picture(talks) for _ in range(13)]
    assert "at most 12" in refusal(talks, media=ids)["media"]
    assert shown(talks.publish("Words.", media=[*ids[:12], ids[0], ""])) == ids[:12]


def test_a_picture_that_is_described_can_stand_alone(talks: SampleVisit) -> None:
    with pytest.raises(Invalid) as refused:
        talks.publish("", media=[add_picture(talks, alt="", is_decorative=True)])
    assert "a picture that is described" in refused.value.fields["body"]
    with pytest.raises(Invalid):
        talks.publish("", media=[add_document(talks)])
    public_id = talks.publish("", media=[add_picture(talks, "A handshake")])
    assert db.session.scalars(select(Update).where(Update.public_id == public_id)).one().title(50) == "A handshake"


def test_only_a_correction_takes_away_what_readers_saw(talks: SampleVisit) -> None:
    first, second = add_picture(talks), add_picture(talks)
    public_id = talks.publish("Words.", media=[first])
    for reason, media in (("typo", [second]), ("update", [second]), ("update", []), ("typo", [first, second])):
        with pytest.raises(Invalid) as refused:
            edit(talks, public_id, reason, media, note="Why.")
        assert set(refused.value.fields) == {"change"}
    with pytest.raises(Invalid) as refused:
        edit(talks, public_id, "correction", [second])
    assert set(refused.value.fields) == {"note"}
    assert edit(talks, public_id, "correction", [second], note="The wrong man.") == 2
    assert shown(public_id) == [second]
    changes = db.session.execute(select(Revision.media_ids, Revision.media_change).order_by(Revision.number)).all()
    assert [tuple(row) for row in changes] == [(first, ""), (second, "replaced")]


def test_an_edit_that_names_no_files_leaves_them_and_their_order_can_change(talks: SampleVisit) -> None:
    ids = [add_picture(talks) for _ in range(3)]
    public_id = talks.publish("Words.", media=ids)
    assert edit(talks, public_id, "update", None) == 1
    assert edit(talks, public_id, "typo", ids[::-1]) == 2
    assert shown(public_id) == ids[::-1]


@pytest.mark.both_footings
def test_what_is_purged_is_erased_unless_another_public_update_shows_it(talks: SampleVisit) -> None:
    own, earlier, shared = (add_picture(talks, f"A secret {number}") for number in range(3))
    public_id, other = talks.publish("Words.", media=[earlier, shared]), talks.publish("Others.", media=[shared])
    edit(talks, public_id, "correction", [own, shared], note="It was another.")
    draft = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("Words.", media=[own]))

    newsroom.updates.purge(talks.visit_id, talks.admin_id, public_id, "A court said so.")

    for gone in (own, earlier):
        file = file_of(gone)
        assert file.erased_at
        assert {file.alt, file.name, file.sha256} == {""}
    assert file_of(shared).alt == "A secret 2"
    assert (shown(public_id), shown(draft), shown(other)) == ([], [], [shared])
    assert "no longer there" in refusal(talks, media=[own])["media"]

    newsroom.updates.purge(talks.visit_id, talks.admin_id, other, "A court said so.")
    assert file_of(shared).erased_at
    assert not db.session.scalars(select(UpdateMedia)).all()


def test_the_rights_to_a_picture_end_at_their_time(talks: SampleVisit) -> None:
    picture = add_picture(talks, rights_until=now() + timedelta(hours=1))
    public_id = talks.publish("Words.", media=[picture])
    draft = newsroom.drafts.save(talks.visit_id, talks.reporter_id, Post("Words.", media=[picture]))
    assert newsroom.schedule.run_due() == 0
    with transaction.as_of(now() + timedelta(hours=2)):
        assert newsroom.schedule.run_due() == 1
        assert newsroom.schedule.run_due() == 0
        assert (shown(public_id), shown(draft)) == ([], [])
        assert "its rights have ended" in refusal(talks, media=[picture])["media"]
        newsroom.drafts.publish(talks.visit_id, talks.editor_id, draft, Post("Words."), version=1)
    assert edit(talks, public_id, "update", None, note="Nothing more.") == 2


def test_what_is_written_again_shows_what_the_withdrawn_update_showed(talks: SampleVisit) -> None:
    picture = add_picture(talks)
    public_id = talks.publish("Words.", media=[picture])
    talks.withdraw(public_id)
    again = talks.publish("Words again.", media=shown(public_id))
    assert shown(again) == [picture]


def test_a_released_embargo_makes_its_pictures_public(talks: SampleVisit) -> None:
    picture, by = add_picture(talks), (talks.visit_id, talks.editor_id)
    embargo = newsroom.embargoes.set_embargo(*by, "When he speaks")
    newsroom.drafts.save(*by, Post("", media=[picture]), state=State.HELD, embargo=embargo)
    assert file_of(picture).first_public_at is None
    newsroom.embargoes.release(*by, embargo, "He speaks.")
    assert file_of(picture).first_public_at
