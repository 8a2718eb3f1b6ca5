"""The errors of newsroom verbs. Each message is a sentence for the person who asked, and says what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from blog.models import Autosave, Ended, Status
from blog.translation import _, gap


class NewsroomError(Exception):
    """The change was not made; `str()` is the sentence that says why."""


class NotFound(NewsroomError):
    """It does not exist, or not in this visit."""


class NotAllowed(NewsroomError):
    """The account lacks the permission."""


class Refused(NewsroomError):
    """It cannot be done in the current state."""


class LastAdmin(Refused):
    """It would leave the site without an admin who can sign in."""


class InUse(Refused):
    """It cannot be removed while updates name it: those with this `value` in this filter of the desk's search."""

    def __init__(self, sentence: str, name: str, value: str) -> None:
        super().__init__(sentence)
        self.name, self.value = name, value


class Invalid(NewsroomError):
    """The input has errors: `fields` maps the name of a field to a sentence."""

    def __init__(self, **fields: str) -> None:
        super().__init__(gap().join(fields.values()))
        self.fields = fields


class CommitUnknown(NewsroomError):
    """The connection was lost during the commit, so that nobody knows whether the change was made."""

    def __init__(self) -> None:
        super().__init__(
            _("The database stopped answering while this was saved. Send it again: nothing is published twice.")
        )


class NeedsConfirmation(NewsroomError):
    """It may not be meant, and needs a confirmation first. `str()` is the question."""


class NeedsApproval(NeedsConfirmation, NotAllowed):
    """An editor has to approve the text before it is published; its author can hand it in instead."""


class NamesSomebody(NeedsConfirmation):
    """A text that must not say who told it names one of the visit's people."""


class NotYetDue(NeedsConfirmation):
    """The update is scheduled for a later time."""


class MovedOn(NeedsConfirmation):
    """The visit has changed since the text was written."""


class Claimed(NeedsConfirmation):
    """Another editor has claimed the text."""


class BeingEdited(NeedsConfirmation):
    """Somebody else is editing the text at this moment."""


class DeletesText(NeedsConfirmation):
    """The text would be deleted for good."""


class ChangesWhatReadersHave(NeedsConfirmation):
    """The visit would end, or be released to readers, or taken from them: `status` is the new one."""

    def __init__(self, sentence: str, status: Status) -> None:
        super().__init__(sentence)
        self.status = status


class Duplicate(NeedsConfirmation):
    """The same text, or another text with the same client key, was sent before as the update `public_id`."""

    def __init__(self, sentence: str, public_id: str) -> None:
        super().__init__(sentence)
        self.public_id = public_id


class StaleForm(NewsroomError):
    """Someone else has changed what the form shows since it was loaded."""


class BothChanged(StaleForm):
    """Someone else has changed the same fields since the form was loaded; `theirs` maps these to the present values.

    `outdated` are the fields that only the other has changed.
    """

    def __init__(self, sentence: str, theirs: Mapping[str, Any], outdated: Collection[str]) -> None:
        super().__init__(sentence)
        self.theirs = theirs
        self.outdated = outdated


class Conflict(NewsroomError):
    """Someone else has changed the update since it was loaded; `version` is the current one."""

    def __init__(self, version: int) -> None:
        super().__init__(_("Someone else changed this update while you were writing. Nothing was overwritten."))
        self.version = version


class AutosaveConflict(NewsroomError):
    """Another device of the account has saved other words for the same text, which are in `saved`."""

    def __init__(self, saved: Autosave) -> None:
        super().__init__(_("This text was also changed on another device. Both wordings are kept."))
        self.saved = saved


class AutosaveEnded(NewsroomError):
    """The text was sent or discarded, here or on another device; `how` says which."""

    def __init__(self, how: Ended) -> None:
        sentence = _("This text was already sent.") if how is Ended.SENT else _("This text was discarded.")
        super().__init__(sentence)
        self.how = how
