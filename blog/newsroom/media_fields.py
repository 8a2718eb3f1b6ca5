"""Checks what is typed about a picture or a document: its words, its rights, its crop, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blog.media import crops
from blog.models import MediaFile, Rights, Stop, Visit
from blog.models.limits import ALT_CHARACTERS, CAPTION_CHARACTERS, NAME_CHARACTERS, SOURCE_URL_CHARACTERS
from blog.newsroom.errors import Invalid
from blog.newsroom.wording import check_length, visible_line
from blog.text import clock, web_address
from blog.text.numbers import whole_number
from blog.translation import _

_TIMES = ("rights_until", "taken_at")
_FLAGS = {"decorative": "is_decorative", "pool": "is_pool"}


def check(visit: Visit, fields: Mapping[str, str], file: MediaFile | None = None) -> dict[str, Any]:
    """The columns that the fields of a form fill, those alone that it has. Raises Invalid.

    Fields: `alt` `caption` `credit` `decorative` `pool` `rights` `rights_until` `crop` `focus_x` `focus_y` `source_url`
    `taken_at` `stop`. Times are local to the stop with this key, or to where the visitors are without such a field,
    unless they have an offset.
    """
    errors: dict[str, str] = {}
    columns: dict[str, Any] = {}
    for name, label, most in (
        ("alt", _("The description"), ALT_CHARACTERS),
        ("caption", _("The caption"), CAPTION_CHARACTERS),
        ("credit", _("The credit"), NAME_CHARACTERS),
    ):
        if name in fields:
            columns[name] = visible_line(fields[name])
            check_length(errors, name, label, columns[name], most)
    zone = dateline.zone if (dateline := dateline_of(visit, fields)) else "UTC"
    columns |= {column: fields[name] not in ("", "0") for name, column in _FLAGS.items() if name in fields}
    if fields.get("rights"):
        columns["rights"] = _rights(fields["rights"], errors)
    columns |= {name: _moment(name, fields[name], zone, errors) for name in _TIMES if name in fields}
    if "source_url" in fields:
        columns["source_url"] = _address(fields["source_url"].strip(), errors)
    columns |= {name: _per_cent(name, fields[name], errors) for name in ("focus_x", "focus_y") if fields.get(name)}
    if "crop" in fields and file:
        columns["crop"] = _crop(fields["crop"], file, errors)
    if errors:
        raise Invalid(**errors)
    return columns


def dateline_of(visit: Visit, fields: Mapping[str, str]) -> Stop | None:
    """The stop to which the times of these fields are local; None is UTC."""
    if "stop" not in fields:
        return visit.here
    return next((stop for stop in visit.stops if stop.key == fields["stop"]), None)


def _rights(value: str, errors: dict[str, str]) -> Rights | None:
    try:
        return Rights(value)
    except ValueError:
        errors["rights"] = _("Choose one of %(words)s.", words=", ".join(Rights))
        return None


def _moment(name: str, text: str, zone: str, errors: dict[str, str]) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = clock.parse(text.strip(), zone)
    except clock.NoSuchTime as error:
        errors[name] = str(error)
        return None
    except ValueError:
        errors[name] = _("Write the time as 2010-03-04T16:20.")
        return None
    if clock.is_outside(moment):
        errors[name] = clock.OUTSIDE
    return moment


def _address(url: str, errors: dict[str, str]) -> str:
    check_length(errors, "source_url", _("The address"), url, SOURCE_URL_CHARACTERS)
    if url and "source_url" not in errors and not web_address.host(url):
        errors["source_url"] = _("Give the full address of a page, beginning with https:// or http://.")
    return url


def _per_cent(name: str, text: str, errors: dict[str, str]) -> int:
    number = whole_number(text)
    if number is None or not 0 <= number <= 100:
        errors[name] = _("Give the middle of the picture in per cent, from 0 to 100.")
        return 50
    return number


def _crop(text: str, file: MediaFile, errors: dict[str, str]) -> str:
    """The crop as it is stored: empty for all of the picture."""
    width, height = file.width or 1, file.height or 1
    try:
        box = crops.parse(text)
    except ValueError:
        errors["crop"] = _("Choose a part of the picture that is at least 16 pixels wide and high.")
        return ""
    inside = box.within(width, height) if box else None
    return "" if inside in (None, crops.whole(width, height)) else str(inside)
