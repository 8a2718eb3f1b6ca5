"""The publisher of the site, for templates, feeds and linked data."""

from __future__ import annotations

from flask import Flask, current_app

from blog.publisher import Publisher
from blog.settings import Settings
from blog.web.static_files import StaticFiles


def init_app(app: Flask, options: Settings) -> None:
    """Gives templates `publisher` and `logo_address()`."""
    app.jinja_env.globals.update(publisher=options.publisher, logo_address=logo_address)


def publisher() -> Publisher:
    """Who publishes the site."""
    options: Settings = current_app.config["SETTINGS"]
    return options.publisher


def logo_address() -> str:
    """The absolute address of the logo, which must be set."""
    logo, files = publisher().logo, current_app.extensions["static_files"]
    assert logo
    assert isinstance(files, StaticFiles)
    return f"{current_app.config['PUBLIC_URL']}{files.url(logo.name)}"
