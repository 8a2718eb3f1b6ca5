"""What a verb may answer instead of doing it. Each message is a sentence for the person who asked."""

from __future__ import annotations


class NewsroomError(Exception):
    """Nothing was changed; `str()` says why, and what to do."""


class NotFound(NewsroomError):
    """There is no such thing, or none that this visit knows."""


class NotAllowed(NewsroomError):
    """The account may not do this."""


class Refused(NewsroomError):
    """The thing is in a state in which this cannot be done."""


class Invalid(NewsroomError):
    """Fields that cannot be taken: `fields` maps a field's name to a sentence."""

    def __init__(self, **fields: str) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class CommitUnknown(NewsroomError):
    """The database went away in the middle of a commit; whether it happened will be known when it is back."""

    def __init__(self) -> None:
        super().__init__("The database went away while this was saved. Send it again in a moment: nothing is doubled.")


class NeedsConfirmation(NewsroomError):
    """It can be done, and was not: it may not be meant. `str()` asks, and who says so again gets it."""


class NotYetDue(NeedsConfirmation):
    """A time is set for this update, and it has not come."""


class Duplicate(NeedsConfirmation):
    """The same was sent before, or something else with the same key; `public_id` is the update that it became."""

    def __init__(self, sentence: str, public_id: str) -> None:
        super().__init__(sentence)
        self.public_id = public_id


class StaleForm(NewsroomError):
    """Someone else was faster: another text stands there than the one that the form was made from."""


class Conflict(NewsroomError):
    """Someone else was faster: the update is at `version` now, not at the one that was loaded."""

    def __init__(self, version: int) -> None:
        super().__init__("Somebody else changed this update while you were writing. Nothing was overwritten.")
        self.version = version
