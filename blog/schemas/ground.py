"""On which terms an update says who told it, for the API and for the archive."""

from __future__ import annotations

from blog.models import Ground
from blog.models.limits import AGREED_CHARACTERS
from blog.schemas.base import Fields
from blog.schemas.fields import Line, Word
from blog.translation import N_


class GroundRule(Fields):
    """Older archives have none of these."""

    ground = Word(
        Ground,
        N_("The ground rule: on the `record`, on `background`, or `unattributed`, not for attribution."),
        load_default=Ground.RECORD,
    )
    agreed_words = Line(N_("The words agreed with the source, in place of a name."), AGREED_CHARACTERS, load_default="")
