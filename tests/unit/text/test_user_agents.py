"""What a person would call a browser."""

from __future__ import annotations

import pytest

from blog.text.user_agents import device, in_words
from blog.translation import speaking

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome on Mac"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 16; Pixel 9) {WEBKIT} Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) {WEBKIT} CriOS/140.0 Safari/604.1",
            "Chrome on iPhone",
        ),
        (f"Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) {WEBKIT} Version/18.5 Safari/604.1", "Safari on iPad"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("curl/8.10 (Linux)", "Linux"),
        ("", "Unknown device"),
        ("<script>alert(1)</script>", "Unknown device"),
    ],
)
def test_a_user_agent_is_said_in_a_few_words(user_agent: str, said: str) -> None:
    assert device(user_agent) == said


def test_what_is_kept_is_said_in_the_language_of_the_request() -> None:
    kept = ("Chrome on Linux", "Linux", "Unknown device")
    assert tuple(map(in_words, kept)) == kept
    with speaking("de"):
        assert tuple(map(in_words, kept)) == ("Chrome auf Linux", "Linux", "Unbekanntes Gerät")
    with speaking("zh"):
        assert in_words("Chrome on Linux") == "Linux 上的 Chrome"
