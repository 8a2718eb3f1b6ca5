"""Reads visit.json: every value is checked, and the first one that is wrong is named with its path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from blog.archive.document import FORMAT, VERSION, Document
from blog.newsroom.errors import Refused
from blog.translation import _

MOST_BYTES = 1 << 30

Loaded = dict[str, Any]


def read(path: Path) -> Loaded:
    """The document in a file, with each value in its own type. Raises Refused with the first thing that is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(_("%(path)s is larger than a visit can be.", path=path))
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise Refused(_("%(path)s cannot be read: %(reason)s.", path=path, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise Refused(_("%(path)s is not JSON: %(error)s", path=path, error=error)) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Refused(
            _(
                '%(path)s is not the archive of a visit: it does not say "format": "%(format)s".',
                path=path,
                format=FORMAT,
            )
        )
    if found.get("version") != VERSION:
        raise Refused(
            _(
                "%(path)s has an unsupported version: this Dateline reads only version %(version)s.",
                path=path,
                version=VERSION,
            )
        )
    try:
        loaded: Loaded = Document().load(found)
    except ValidationError as error:
        raise Refused(f"{path}: {first_error(error.messages)}") from error
    return loaded


def first_error(messages: Any, path: str = "") -> str:
    """The first of marshmallow's messages, after the path to its value: `updates[3].number is missing.`"""
    if isinstance(messages, Mapping):
        name, below = next(iter(messages.items()))
        if isinstance(name, int):
            return first_error(below, f"{path}[{name}]")
        return first_error(below, path if name == "_schema" else f"{path}.{name}".lstrip("."))
    return f"{path} {_(messages[0])}"
