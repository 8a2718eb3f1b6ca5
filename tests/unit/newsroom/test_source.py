"""Where an update comes from, checked: the source, the address to read it at, the time of issue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from blog.models import Stop, Update
from blog.newsroom import source
from blog.newsroom.source import Source, check_source

BEIJING = Stop(city="Beijing", zone="Asia/Shanghai")

LATEST = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def checked(named: str = "", url: str = "", issued_at: str = "", stop: Stop | None = BEIJING) -> Source:
    errors: dict[str, str] = {}
    found = check_source(named, url, issued_at, stop, LATEST, errors)
    assert not errors
    return found


def refusals(named: str = "", url: str = "", issued_at: str = "") -> dict[str, str]:
    errors: dict[str, str] = {}
    check_source(named, url, issued_at, BEIJING, LATEST, errors)
    return errors


def test_everything_may_stay_empty() -> None:
    assert checked() == Source("", "", None)


def test_a_time_of_issue_is_by_the_clocks_of_the_dateline_unless_it_has_an_offset() -> None:
    assert checked(issued_at="2010-03-04T16:20").issued_at == datetime(2010, 3, 4, 8, 20, tzinfo=UTC)
    assert checked(issued_at="2010-03-04T16:20-05:00").issued_at == datetime(2010, 3, 4, 21, 20, tzinfo=UTC)
    assert checked(issued_at="2010-03-04T16:20:59", stop=None).issued_at == datetime(2010, 3, 4, 16, 20, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "16.20", "2010-13-01T00:00", "0001-01-01T00:00", "2010-03-04T25:00"])
def test_a_time_that_is_none_is_refused_with_an_example(text: str) -> None:
    assert "2010-03-04T16:20" in refusals(issued_at=text)["issued_at"]


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "http://example.org", "https://例え.jp/路", "HTTPS://A.org"]
)
def test_an_address_of_a_page_is_taken(url: str) -> None:
    assert checked("The record", url).source_url == url


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "example.org", "https:///x"),
        *("https://a b.org", 'https://a.org/"onclick', "https://[::1", "java\nscript:alert(1)", "mailto:a@b.org"),
    ],
)
def test_an_address_that_is_none_or_that_a_browser_would_run_is_refused(url: str) -> None:
    assert "https://" in refusals("The record", url)["source_url"]


def test_an_address_without_a_name_is_called_by_its_host() -> None:
    assert checked(url="https://www.example.org/a").source == "example.org"


def test_what_is_too_long_is_refused_field_by_field() -> None:
    assert checked("s" * 300, "https://a.org/" + "x" * 486).source_url.endswith("x")
    errors = refusals("s" * 301, "https://a.org/" + "x" * 487, "never")
    assert set(errors) == {"source", "source_url", "issued_at"}
    assert "300" in errors["source"]
    assert "500" in errors["source_url"]


def test_a_source_that_changed_makes_another_wording() -> None:
    update, given = Update(), checked("The record", "https://a.org", "2010-03-04T16:20")
    given.apply_to(update)
    assert source.source_of(update) == given
    assert not given.differs_from(update)
    assert source.NO_SOURCE.differs_from(update)


def test_nothing_was_issued_long_after_now() -> None:
    errors: dict[str, str] = {}
    assert check_source("", "", "2026-11-25T19:59", BEIJING, LATEST, errors).issued_at
    assert errors == {}
    check_source("", "", "2031-01-01T10:00", BEIJING, LATEST, errors)
    assert "more than a day ahead" in errors["issued_at"]
