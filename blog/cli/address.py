"""Finds the address of the running site: commands often run without the PORT or PUBLIC_URL of the server."""

from __future__ import annotations

from contextlib import suppress

from flask import current_app

from blog.settings import Settings

FILE = "address"


def save(settings: Settings) -> None:
    """Writes the server's address to the instance folder; does nothing where that is read-only."""
    with suppress(OSError):
        settings.instance_dir.mkdir(parents=True, exist_ok=True)
        (settings.instance_dir / FILE).write_text(f"{settings.public_url}\n", encoding="utf-8")


def site_url() -> str:
    """The address given to this command, or else that of the server that was started last on this instance."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.address_is_given:
        return settings.public_url
    try:
        saved = (settings.instance_dir / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        saved = ""
    return saved or settings.public_url
