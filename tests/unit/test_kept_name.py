"""What a restore replaces is kept under a name that nothing has yet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.backup import file


class Noon(datetime):
    @classmethod
    def now(cls, tz: object = None) -> Noon:  # type: ignore[override]
        return cls(2010, 3, 4, 12, tzinfo=UTC)


def test_two_databases_that_are_replaced_in_the_same_second_are_both_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "datetime", Noon)
    names = []
    for _ in range(3):
        kept = file.kept_name(tmp_path / "dateline.dump")
        kept.touch()
        names.append(kept.name)
    at = "dateline-until-2010-03-04T12-00-00"
    assert names == [f"{at}.dump", f"{at}-2.dump", f"{at}-3.dump"]
