"""Templates as they were when the server started: an upgrade that changes the files concerns the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, Environment, TemplateNotFound

from blog.settings import ROOT

FOLDER = ROOT / "templates"


@cache
def read(folder: Path | None = None) -> Mapping[str, str]:
    """Every file of a folder by its name, as it was when it was asked for first: by gunicorn, before its workers."""
    if folder is None:
        return read(FOLDER)
    files = sorted(path for path in folder.rglob("*.*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


class Loader(BaseLoader):
    """Loads templates from memory; errors still name their files."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder, self._sources = folder, read(folder)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._sources:
            raise TemplateNotFound(template)
        return self._sources[template], str(self._folder / template), lambda: True

    def list_templates(self) -> list[str]:
        return list(self._sources)


def init_app(app: Flask) -> None:
    """Lets the app load all its templates from memory."""
    app.jinja_loader = Loader()
