"""Describes a browser from its User-Agent header."""

from __future__ import annotations

from blog.translation import N_, _

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
    """The browser and its system, such as "Firefox on Windows", as it is kept; `in_words` is for pages."""
    named = [next((name for word, name in names.items() if word in user_agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return " on ".join(filter(None, named)) or UNKNOWN


def in_words(kept: str) -> str:
    """What `device` made of a header, in the language of the request."""
    browser, on, system = kept.partition(" on ")
    if on:
        return _("%(browser)s on %(system)s", browser=browser, system=system)
    return _(UNKNOWN) if kept == UNKNOWN else kept
