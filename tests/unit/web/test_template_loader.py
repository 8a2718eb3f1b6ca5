"""Templates are read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, TemplateNotFound

from blog.web.template_loader import Loader


def test_what_changes_on_the_disk_concerns_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "error").mkdir()
    (tmp_path / "error" / "page.html").write_text("{% include '_part.html' %}")
    (tmp_path / "_part.html").write_text("as it was")
    pages = Environment(loader=Loader(tmp_path), autoescape=True)
    (tmp_path / "_part.html").write_text("{{ not_there_yet() }}")
    (tmp_path / "error" / "page.html").unlink()
    (tmp_path / "new.html").write_text("new")
    assert pages.get_template("error/page.html").render() == "as it was"
    assert pages.list_templates() == ["_part.html", "error/page.html"]
    with pytest.raises(TemplateNotFound):
        pages.get_template("new.html")


def test_an_error_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ nothing.at.all }}")
    template = Environment(loader=Loader(tmp_path), autoescape=True).get_template("page.html")
    assert template.filename == str(tmp_path / "page.html")
