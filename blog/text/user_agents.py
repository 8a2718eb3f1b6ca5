"""Describes a browser from its User-Agent header."""

from __future__ import annotations

from blog.translation import N_

# In order of precedence, because browsers also name each other.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}
UNKNOWN = N_("Unknown device")


def device(user_agent: str) -> str:
    """The browser and its system, such as "Firefox on Windows"."""
    named = [next((name for word, name in names.items() if word in user_agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return " on ".join(filter(None, named)) or UNKNOWN
