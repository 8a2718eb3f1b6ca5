"""The newsroom that publishes the site, as its settings describe it: name, logo, colour, and where to reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from blog.publisher import accent, logo
from blog.publisher.accent import Accent
from blog.publisher.logo import Logo

PRODUCT = "Dateline"
NAME_CHARACTERS = 40
STYLESHEET = "publisher/accent.css"


@dataclass(frozen=True)
class Publisher:
    """Who publishes the site. Addresses that were not given are empty."""

    name: str = PRODUCT
    logo: Logo | None = None
    accent: Accent | None = None
    imprint_url: str = ""
    privacy_url: str = ""
    contact_url: str = ""

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own."""
        return self.name != PRODUCT

    @property
    def stylesheet(self) -> str:
        """The name of the static file with the accent; empty without one."""
        return STYLESHEET if self.accent else ""

    @property
    def files(self) -> Mapping[str, bytes]:
        """What is served among the static files, by name."""
        styles = {STYLESHEET: self.accent.css.encode()} if self.accent else {}
        return styles | ({self.logo.name: self.logo.body} if self.logo else {})


def from_settings(read: Callable[[str], str]) -> Publisher:
    """The publisher that the settings describe; `read` gives one of them, empty when it is not set.

    Raises ValueError with one sentence that names the setting and the fix.
    """
    path, colour = read("SITE_LOGO"), read("SITE_ACCENT")
    return Publisher(
        name=_name(read("SITE_NAME")),
        logo=logo.read(path) if path else None,
        accent=accent.of(colour) if colour else None,
        imprint_url=_page("SITE_IMPRINT_URL", read("SITE_IMPRINT_URL")),
        privacy_url=_page("SITE_PRIVACY_URL", read("SITE_PRIVACY_URL")),
        contact_url=_contact(read("SITE_CONTACT_URL")),
    )


def _name(text: str) -> str:
    if len(text) > NAME_CHARACTERS or not text.isprintable():
        raise ValueError(f"SITE_NAME must be one line of at most {NAME_CHARACTERS} characters; it is {text!r}.")
    return text or PRODUCT


def _page(setting: str, text: str) -> str:
    if text and not _is_page(text):
        page = setting.split("_")[1].lower()
        raise ValueError(f"{setting} must look like https://paper.example/{page}; it is {text!r}.")
    return text


def _contact(text: str) -> str:
    is_mail = text.startswith("mailto:") and "@" in text and _is_plain(text)
    if text and not is_mail and not _is_page(text):
        raise ValueError(
            "SITE_CONTACT_URL must look like https://paper.example/contact or mailto:desk@paper.example; "
            f"it is {text!r}."
        )
    return text


def _is_page(text: str) -> bool:
    """Whether it is a web address without a password, which every page would show."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and _is_plain(text)


def _is_plain(text: str) -> bool:
    return text.isprintable() and " " not in text
