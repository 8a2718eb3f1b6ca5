"""The schemas of what programs send. They check types; what a text may say, the newsroom checks as for forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from blog.models import Level
from blog.models.limits import BANNER_CHARACTERS, NOTE_CHARACTERS
from blog.newsroom import banner, notes
from blog.schemas.base import Described
from blog.text.cleaning import one_line
from blog.translation import N_, _


class Words(fields.String):
    """A text; null means an empty one."""

    def __init__(self, about: str, **metadata: Any) -> None:
        described = {"description": about, **metadata}
        super().__init__(allow_none=True, error_messages={"invalid": N_("Give a text.")}, metadata=described)

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else super().deserialize(value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            text.encode()
        except UnicodeEncodeError:  # half of a surrogate pair, which JSON can express and no database store
            raise ValidationError(N_("Contains characters that are not allowed.")) from None
        most = self.metadata.get("maxLength", len(text))
        if len(text) > most >= len(one_line(text)):  # the newsroom, which counts what is left of it, would take it
            raise ValidationError(_("Use at most %(most)s characters.", most=format(most, ",")))
        return text


class Choice(Words):
    """One of a few words, which the newsroom checks."""

    def __init__(self, words: Any, about: str) -> None:
        super().__init__(about, enum=[str(word) for word in words] + [None])


class Several(fields.List[Any]):
    """A list of texts."""

    def __init__(self, about: str, **metadata: Any) -> None:
        described = {"description": about, **metadata}
        super().__init__(Words(""), error_messages={"invalid": N_("Give a list.")}, metadata=described)


class YesNo(fields.Boolean):
    """True or false, as JSON has them."""

    def __init__(self, about: str) -> None:
        super().__init__(metadata={"description": about})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(N_("Give true or false."))
        return value


class Count(fields.Integer):
    """A whole number; null means none."""

    def __init__(self, about: str) -> None:
        sentence: dict[str, Any] = {"invalid": N_("Give a whole number.")}
        super().__init__(strict=True, allow_none=True, error_messages=sentence, metadata={"description": about})

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else super().deserialize(value, attr, data, **kwargs)


class Body(Described):
    """What a program sends. An unknown field is refused.

    `needs` has names of fields of which one must say something, and the newsroom's sentence where none does. The
    newsroom checks that; here it is added to what is wrong with other fields, so that one answer names all of it.
    """

    needs: ClassVar[Mapping[tuple[str, ...], str]] = {}

    error_messages = {  # noqa: RUF012 — marshmallow's own
        "unknown": N_("Unknown field."),
        "type": N_("Send a JSON object."),
    }

    def handle_error(self, error: ValidationError, data: Any, **_: Any) -> None:
        if isinstance(error.messages, dict) and isinstance(data, Mapping):
            for names, sentence in self.needs.items():
                if not any(data.get(name) for name in names):
                    error.messages.setdefault(names[0], [sentence])


class Withdrawal(Body):
    note = Words(N_("Why: readers see it in place of the update."), maxLength=NOTE_CHARACTERS)


class NewBanner(Body):
    needs: ClassVar = {("text",): banner.NO_TEXT}

    text = Words(N_("Plain text."), maxLength=BANNER_CHARACTERS)
    level = Choice(Level, N_("How urgent it is; `breaking` unless you say so."))
    update = Words(N_("The id of the update that it leads to."))
    expires_at = Words(N_("When it goes away: in RFC 3339, or by the clocks of where the visitors are."))
    embargo = Words(N_("The id of an embargo, with whose release readers see it."))


class ClearedBanner(Body):
    note = Words(N_("Why, where it was wrong; whoever was notified of it is told."), maxLength=NOTE_CHARACTERS)


class NewNote(Body):
    needs: ClassVar = {("text",): notes.NO_TEXT}

    text = Words(N_("For colleagues alone; `@name` mentions one."), maxLength=NOTE_CHARACTERS)
    update = Words(N_("The id of the update that it is on; without one, it is for the whole visit."))


class ChangedNote(Body):
    resolved = YesNo(N_("Whether it waits for nobody any more."))


class ChangedMedia(Body):
    alt = Words(N_("What a picture shows, for those who do not see it."))
    caption = Words(N_("The line under it."))
    credit = Words(N_("Who made it."))
    rights = Words(N_("The terms on which it may be shown."))
    rights_until = Words(N_("When they end."))
    source_url = Words(N_("Where it is from."))
    taken_at = Words(N_("When it was taken."))
    decorative = YesNo(N_("Whether it says nothing that the text does not."))
    pool = YesNo(N_("Whether it is from a pool."))
