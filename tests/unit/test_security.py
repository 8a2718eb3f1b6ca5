"""What every answer says about trust."""

from __future__ import annotations

import pytest

from blog import security


def test_the_policy_lets_nothing_in_that_is_not_ours() -> None:
    rules = dict(rule.split(" ", 1) for rule in security.policy("'none'").split("; "))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert "unsafe" not in security.policy("*")


def test_a_page_that_may_not_be_framed_says_so_twice_for_old_browsers() -> None:
    assert security.headers(ancestors="'none'", over_tls=False)["X-Frame-Options"] == "DENY"


def test_a_page_that_may_be_framed_says_by_whom_and_not_otherwise() -> None:
    headers = security.headers(ancestors="https://a.example https://b.example", over_tls=True)
    assert headers["Content-Security-Policy"].endswith("frame-ancestors https://a.example https://b.example")
    assert "X-Frame-Options" not in headers
    assert "Cross-Origin-Opener-Policy" not in headers


def test_only_over_tls_are_browsers_told_to_stay_with_it() -> None:
    assert "Strict-Transport-Security" not in security.headers(ancestors="'none'", over_tls=False)
    assert "max-age=31536000" in security.headers(ancestors="'none'", over_tls=True)["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("allowed", "ancestors"),
    [
        ("*", "*"),
        ("https://a.example *", "*"),
        ("https://a.example https://b.example", "'self' https://a.example https://b.example"),
        ("'self' https://a.example", "'self' https://a.example"),
        ("'none'", "'self'"),
    ],
)
def test_the_site_may_always_frame_itself(allowed: str, ancestors: str) -> None:
    assert security.ancestors(allowed) == ancestors


@pytest.mark.parametrize(
    ("host", "allowed", "is_allowed"),
    [
        ("paper.example", "*", True),
        ("paper.example", "https:", True),
        ("paper.example", "'self'", False),
        ("paper.example", "", False),
        ("paper.example", "https://other.example https://Paper.example:8443", True),
        ("paper.example", "paper.example", True),
        ("paper.example.evil.example", "https://paper.example", False),
        ("www.paper.example", "https://paper.example", False),
        ("www.paper.example", "https://*.paper.example:*", True),
        ("paper.example", "https://*.paper.example", False),
        ("evilpaper.example", "*.paper.example", False),
    ],
)
def test_a_site_may_frame_a_page_if_a_source_covers_it(host: str, allowed: str, is_allowed: bool) -> None:
    assert security.may_frame(host, allowed) is is_allowed
