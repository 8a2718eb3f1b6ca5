"""The set-up of a visit, further down the page: its sides, who speaks for them, and the topics."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from blog import newsroom
from blog.web.desk import bp
from blog.web.desk.setup import SAVED, do, typed


@bp.post("/visits/<slug>/set-up/delegations")
def add_delegation(slug: str) -> Response:
    said = f"{_name()} is one of the sides. Add who speaks for it above, or the next side here."
    return do(slug, "new-delegation", lambda by, _: newsroom.people.add_delegation(*by, typed("name"), **_side()), said)


@bp.post("/visits/<slug>/set-up/delegations/<key>")
def alter_delegation(slug: str, key: str) -> Response:
    return do(
        slug,
        f"delegation-{key}",
        lambda by, _: newsroom.people.alter_delegation(*by, key, typed("name"), **_side()),
        SAVED,
    )


@bp.post("/visits/<slug>/set-up/speakers")
def add_speaker(slug: str) -> Response:
    fields = {name: typed(name) for name in ("title", "delegation")}
    said = f"{_name()} may be chosen as a speaker. Add the next one here, or go on to the topics."
    return do(slug, "new-speaker", lambda by, _: newsroom.people.add_speaker(*by, typed("name"), **fields), said)


@bp.post("/visits/<slug>/set-up/speakers/<key>")
def change_speaker(slug: str, key: str) -> Response:
    return do(
        slug,
        f"speaker-{key}",
        lambda by, _: newsroom.people.change_speaker(*by, key, name=request.form.get("name"), title=typed("title")),
        "Saved. What was said before keeps the title of its day.",
    )


@bp.post("/visits/<slug>/set-up/topics")
def add_topic(slug: str) -> Response:
    said = f"Updates may be filed under {_name()}, and readers may choose it. Add the next topic here."
    return do(slug, "new-topic", lambda by, _: newsroom.people.add_topic(*by, typed("name")), said)


@bp.post("/visits/<slug>/set-up/topics/<key>")
def rename_topic(slug: str, key: str) -> Response:
    return do(
        slug,
        f"topic-{key}",
        lambda by, _: newsroom.people.rename_topic(*by, key, typed("name")),
        "Saved: readers see this name. Addresses with the old one still work.",
    )


def _name() -> str:
    return " ".join(typed("name").split())


def _side() -> dict[str, str]:
    return {name: typed(name) for name in ("short_name", "country", "capital")} | {"zone": typed("zone").strip()}
