"""A browser's User-Agent as a person would say it: the browser, and what it runs on."""

from __future__ import annotations

# The first that is named counts: browsers name each other as well.
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
UNKNOWN = "Unknown device"


def device(user_agent: str) -> str:
    """Such as "Firefox on Windows"."""
    named = [next((name for word, name in names.items() if word in user_agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return " on ".join(filter(None, named)) or UNKNOWN
