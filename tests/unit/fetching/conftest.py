"""Other sites for the fetcher."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.elsewhere import Elsewhere, elsewhere_served


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with elsewhere_served() as made:
        yield made
