"""Why nothing could be fetched."""

from __future__ import annotations


class FetchFailed(Exception):
    """Nothing could be fetched; `is_final` where another attempt would fail as well."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
