"""Who took the pictures of an update, as readers see it under them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from blog.models import MediaFile
from blog.translation import _


def init_app(app: Flask) -> None:
    """Gives templates `credit_of(file)`, `credits_of(files)` and `nearest_quarter(per_cent)`."""
    app.jinja_env.globals.update(credit_of=credit_of, credits_of=credits_of, nearest_quarter=nearest_quarter)


def credit_of(file: MediaFile) -> str:
    """The credit of a picture, and whether it is a pool picture."""
    return " · ".join(filter(None, [file.credit, _("Pool") if file.is_pool else ""]))


def credits_of(files: Sequence[MediaFile]) -> list[str]:
    """Each credit once, in order."""
    return list(dict.fromkeys(filter(None, map(credit_of, files))))


def nearest_quarter(per_cent: int) -> int:
    """A focal point in steps of 25 per cent, for which the stylesheet has classes."""
    return round(per_cent / 25) * 25
