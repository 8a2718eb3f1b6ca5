"""Where the site is: a command often runs without the PORT or PUBLIC_URL that its server was started with."""

from __future__ import annotations

from contextlib import suppress

from flask import current_app

from blog.settings import Settings

FILE = "address"


def note(settings: Settings) -> None:
    """A server that begins leaves its address beside its database. Without a place to write, commands guess."""
    with suppress(OSError):
        settings.instance_dir.mkdir(parents=True, exist_ok=True)
        (settings.instance_dir / FILE).write_text(f"{settings.public_url}\n", encoding="utf-8")


def of_site() -> str:
    """What this command was told, or else the address of the server that was started last on this instance."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.address_is_given:
        return settings.public_url
    try:
        noted = (settings.instance_dir / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        noted = ""
    return noted or settings.public_url
