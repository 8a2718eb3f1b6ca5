"""Where files are kept: in a folder or in a bucket, which a caller cannot tell apart."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from blog.media.bucket import Bucket
from blog.media.errors import Missing, Unavailable
from blog.media.store import FolderStore, Store, current_store
from blog.models.media_file import media_id
from tests.desk import Desk
from tests.media_files import picture, upload
from tests.sample_visit import SampleVisit
from tests.servers.s3 import BUCKET, s3_server


@pytest.fixture(scope="module")
def bucket() -> Iterator[Store]:
    with s3_server() as variables, pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield Bucket(f"s3://{BUCKET}/media")


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path)
    chosen: Store = request.getfixturevalue("bucket")
    chosen.delete(list(chosen.keys()))
    return chosen


def test_what_was_put_is_there_until_it_is_deleted(store: Store) -> None:
    one, other = media_id(), media_id()
    files = {f"{one}/original": b"\0" * 100_000, f"{one}/480.webp": b"small", f"{one}/0-0-90-90/480.webp": b"cropped"}
    for key, data in files.items():
        store.put(key, b"before")
        store.put(key, data)
    store.put(f"{other}/original", b"")
    for key, data in files.items():
        assert store.get(key) == data
    assert sorted(store.keys(f"{one}/")) == sorted(files)
    assert len(list(store.keys())) == 4
    tomorrow, yesterday = (datetime.now(UTC) + timedelta(days=days) for days in (1, -1))
    assert sorted(store.keys(f"{one}/", before=tomorrow)) == sorted(files)
    assert list(store.keys(f"{one}/", before=yesterday)) == []
    assert list(store.keys("nothing/")) == []
    store.delete([f"{one}/480.webp", f"{one}/never.webp"])
    for gone in (f"{one}/480.webp", f"{one}/never.webp", f"{other}/480.webp"):
        with pytest.raises(Missing):
            store.get(gone)
    store.delete(files)
    assert list(store.keys()) == [f"{other}/original"]


def test_no_key_leaves_the_folder_and_only_its_owner_reads_a_file(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "media")
    (tmp_path / "secret").write_text("a key")
    for key in ("../secret", "/etc/passwd", "a/../../secret", "", ".", "a//b", "a/.hidden", "a\0b"):
        with pytest.raises(Missing):
            store.get(key)
        with pytest.raises(Missing):
            store.put(key, b"x")
    store.put("a/b.webp", b"x")
    assert stat.S_IMODE((tmp_path / "media" / "a" / "b.webp").stat().st_mode) == 0o600


def test_a_bucket_that_does_not_answer_is_said_to_be_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:9")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    away = Bucket(f"s3://{BUCKET}")
    for ask in (lambda: away.get("a/b"), lambda: away.put("a/b", b"x"), lambda: list(away.keys())):
        with pytest.raises(Unavailable):
            ask()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "There is no space left for files."), (errno.EIO, "Files cannot be kept at the moment.")],
)
def test_a_full_disk_gives_a_sentence_and_keeps_nothing_half(
    app: Flask, desk: Desk, talks: SampleVisit, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    whole = os.fsync

    def refuse(handle: int) -> None:
        if os.fstat(handle).st_size > 1000:  # the first small files still fit
            raise OSError(number, os.strerror(number))
        whole(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        answer = upload(desk, picture(600, 400))
    assert answer.status_code == 503
    assert (answer.json or {})["sentence"].startswith(sentence)
    assert list(current_store().keys()) == []
    assert upload(desk, picture(600, 400)).status_code == 201
