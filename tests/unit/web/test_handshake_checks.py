"""Whose pages get a socket, and what is said of the others."""

from __future__ import annotations

import logging

import pytest

from blog.web.handshake_checks import FOREIGN, SANDBOXED, WARNING_SECONDS, Refusals, is_ours


@pytest.mark.parametrize(
    ("origin", "public_url", "host"),
    [
        ("https://live.example.org", "https://live.example.org", "127.0.0.1:8000"),
        ("https://live.example.org", "https://Live.Example.org", "127.0.0.1:8000"),
        ("https://live.example.org", "https://live.example.org:443", "127.0.0.1:8000"),
        ("https://xn--mnchen-3ya.example", "https://münchen.example", "127.0.0.1:8000"),
        ("http://192.168.1.5:8000", "http://localhost:8000", "192.168.1.5:8000"),
        ("http://[::1]:8000", "http://localhost:8000", "[::1]:8000"),
        ("https://live.example.org", "http://localhost:8000", "live.example.org:443"),
        ("https://live.example.org", "http://localhost:8000", "LIVE.example.org"),
    ],
)
def test_a_page_is_ours_by_its_public_address_and_by_its_host(origin: str, public_url: str, host: str) -> None:
    assert is_ours(origin, public_url, host)


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example",
        "http://live.example.org",
        "https://live.example.org:8443",
        "https://live.example.org.evil.example",
        "https://evil.example/https://live.example.org",
        "https://live.example.org@evil.example",
        "https://evil.example@live.example.org",
        "https://live.example.org/",
        "https://live.example.org, https://evil.example",
        "null",
        "",
        "https://",
        "http://[::1",
        "http://live.example.org:99999",
        "file://",
        "live.example.org",
        "//live.example.org",
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "", "[::1", "evil.example@x"])
def test_every_other_page_is_foreign(origin: str, host: str) -> None:
    assert not is_ours(origin, "https://live.example.org", host)


def test_a_wrong_public_address_is_warned_of_again_after_a_while(caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    refusals = Refusals("http://localhost:8000", lambda: now)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            refusals.count(FOREIGN, "https://live.example.org")
        refusals.count(SANDBOXED, "null")
        now = WARNING_SECONDS - 1.0
        refusals.count(FOREIGN, "https://live.example.org")
        assert len(caplog.messages) == 1
        now = WARNING_SECONDS + 1.0
        refusals.count(FOREIGN, "https://live.example.org")
    assert len(caplog.messages) == 2
    assert all("https://live.example.org" in text and "http://localhost:8000" in text for text in caplog.messages)
