"""What an update is a translation of, for the API and for the archive."""

from __future__ import annotations

from marshmallow import fields

from blog.models import Translator
from blog.models import Update as UpdateRow
from blog.schemas.base import Fields
from blog.schemas.fields import Flag, PublicId, Word
from blog.translation import N_

ORIGINAL = ("original", "translator", "official", "outdated")


class Tied(Fields):
    """The tie of a translation to its original, as far as readers know of both."""

    original = PublicId(N_("The id of the update that it is a translation of."), allow_none=True, load_default=None)
    translator = Word(
        Translator,
        N_("Who translated it: the `side` that speaks, our `desk`, an `interpreter` at the lectern, or an `agency`."),
        empty=True,
        load_default="",
    )
    official = Flag(N_("Whether the translation speaks for a side."), attribute="is_official", load_default=False)
    outdated = Flag(N_("Whether the original has changed since anybody checked the translation."), load_default=False)

    def of_original(self, update: UpdateRow) -> str | None:
        return update.public_original.public_id if update.public_original else None

    def of_translator(self, update: UpdateRow) -> str:
        return update.translator if update.public_original else ""

    def of_is_official(self, update: UpdateRow) -> bool:
        return update.public_original is not None and update.is_official

    def of_outdated(self, update: UpdateRow) -> bool:
        return update.public_original is not None and update.is_behind


class Versions(Tied):
    """The same with the translations of an original."""

    translations = fields.List(
        PublicId(), metadata={"description": N_("The ids of its translations, in the order of publication.")}
    )

    def of_translations(self, update: UpdateRow) -> list[str]:
        return [translation.public_id for translation in update.shown_translations]
