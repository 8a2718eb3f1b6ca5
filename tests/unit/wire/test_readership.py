"""Where readers say that they are: a kind of page and the name of a host, whatever else they send."""

from __future__ import annotations

import pytest

from blog.models import ReaderPage
from blog.models.readership import LONGER_MS
from blog.wire.readership import LIVE_PAGE, UPDATE_PAGE, Delays, Place, host_of, place_of


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({}, LIVE_PAGE),
        ({"from": "update", "site": "paper.example"}, UPDATE_PAGE),
        ({"from": "frame"}, Place(ReaderPage.FRAME)),
        ({"from": "frame", "site": "Www.Paper.Example"}, Place(ReaderPage.FRAME, "www.paper.example")),
        ({"from": "nowhere", "site": "paper.example"}, LIVE_PAGE),
    ],
)
def test_a_page_is_counted_where_it_says_it_is(asked: dict[str, str], place: Place) -> None:
    assert place_of(asked) == place


@pytest.mark.parametrize("host", ["localhost", "xn--fiq228c.com", "a-b.example", f"{'a' * 63}.example"])
def test_a_host_is_a_name(host: str) -> None:
    assert host_of(host) == host


@pytest.mark.parametrize(
    "text",
    [
        *("https://paper.example", "paper.example/path", "paper.example:8443", "user@paper.example", "paper.example."),
        *("192.0.2.7", "[2001:db8::7]", "2001:db8::7", "7", "0x7f000001", "a..b", "-a.example", "a_b.example"),
        *("<b>paper.example</b>", "paper.example\n", "пресса.example", "ｐaper.example", "\u212a.example"),
        *(f"{'a' * 64}.example", f"{'a.' * 130}example", " ", "*", ""),
    ],
)
def test_nothing_else_is_one_least_of_all_an_address(text: str) -> None:
    assert host_of(text) == ""


def test_a_delay_counts_with_the_first_bound_that_it_does_not_exceed() -> None:
    delays = Delays()
    for seconds in (0.0, 0.010, 0.0101, 9.0, 10.0, 10.5, 5000.0):
        delays.note(7, seconds)
    taken = delays.take()
    assert taken == {(7, 10): 2, (7, 25): 1, (7, 10_000): 2, (7, LONGER_MS): 2}
    assert not delays.take()
    delays.put_back(taken)
    assert delays.take() == taken
