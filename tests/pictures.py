"""The pictures in the repository: those that README.md and docs/ show, and no others."""

from __future__ import annotations

import re

from blog.settings import ROOT

FOLDER = ROOT / "docs" / "pictures"
_SHOWN = re.compile(r"(?:docs/)?pictures/([\w-]+\.png)")


def shown() -> set[str]:
    """The file names of the pictures that a page of the repository shows."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    return {name for page in pages for name in _SHOWN.findall(page.read_text(encoding="utf-8"))}
