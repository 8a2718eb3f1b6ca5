"""docs/pictures holds what README.md and docs/ show: each picture is shown somewhere, and none is missing."""

from __future__ import annotations

from tests.pictures import FOLDER, shown


def test_every_picture_is_shown_somewhere_and_none_is_missing() -> None:
    assert {path.name for path in FOLDER.iterdir()} == shown() != set()
