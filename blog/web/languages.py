"""Selects the language of a request, and gives templates the functions that translate."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel

from blog import translation


def init_app(app: Flask) -> None:
    """Templates use the catalogue that Python uses; by Flask-Babel, the sentences of other extensions follow too."""
    Babel(app, configure_jinja=False, locale_selector=translation.language.get)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    # Jinja fills in the values itself, escaped. By Flask-Babel a lookup takes ten times as long.
    gettext, ngettext = translation.lookup, translation.lookup_plural
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
