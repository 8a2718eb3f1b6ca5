"""Loads all templates into memory at the start, so that an upgrade of the files does not affect a running server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment as FlaskEnvironment
from jinja2 import BaseLoader, Environment, TemplateNotFound

from blog.settings import ROOT

FOLDER = ROOT / "templates"


@cache
def read(folder: Path | None = None) -> Mapping[str, str]:
    """The files of a folder by name, read once: under gunicorn before the workers start."""
    if folder is None:
        return read(FOLDER)
    files = sorted(path for path in folder.rglob("*.*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


class Loader(BaseLoader):
    """Loads templates from memory; tracebacks still name their files."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder, self._sources = folder, read(folder)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], str(self._folder / template), lambda: True

    def list_templates(self) -> list[str]:
        return list(self._sources)


class SharedGlobals(FlaskEnvironment):
    """Gives all templates the same dictionary of globals.

    Jinja would give each a chain of its own globals, of which we have none, and the environment's. It compares the
    chains of two templates, in Python, whenever one imports the other.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Installs the loader."""
    app.jinja_loader = Loader()
