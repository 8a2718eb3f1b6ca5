"""An outage is told once when it begins and once when it is over."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import OperationalError

from blog.outage import Outage

logger = logging.getLogger("an outage")


@pytest.fixture
def outage(caplog: pytest.LogCaptureFixture) -> Outage:
    return Outage(logger, begins="readers wait", ends="readers go on")


def test_it_is_told_in_two_sentences_however_often_it_is_noticed(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    outage.end()
    for _ in range(3):
        outage.begin(ConnectionError("refused"))
    outage.end()
    outage.end()
    outage.begin(ConnectionError("refused again"))
    assert caplog.messages == ["readers wait (refused)", "readers go on", "readers wait (refused again)"]


def test_the_reason_is_one_line_and_no_statement(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    outage.begin(OperationalError("SELECT 1", {}, ConnectionError("refused\n\tIs the server running?")))
    assert caplog.messages == ["readers wait (refused)"]


def test_a_reason_without_words_is_called_by_its_name(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    outage.begin(TimeoutError())
    assert caplog.messages == ["readers wait (TimeoutError)"]
