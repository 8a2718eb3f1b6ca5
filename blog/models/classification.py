"""The enumerations that classify an update and its edits."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of update it is."""

    REPORT = "report"
    STATEMENT = "statement"
    READOUT = "readout"
    ANALYSIS = "analysis"
    LOGISTICS = "logistics"
    SUMMARY = "summary"
    CORRECTION = "correction"


class Standing(StrEnum):
    """How certain an update is."""

    OFFICIAL = "official"
    CONFIRMED = "confirmed"
    REPORTED = "reported"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"


class State(StrEnum):
    """Where an update is in its workflow. Readers have seen only updates in the last three states."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    HELD = "held"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


STATES_KNOWN_TO_READERS = (State.PUBLISHED, State.WITHDRAWN, State.PURGED)
UNPUBLISHED_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.SCHEDULED, State.HELD)


class EditKind(StrEnum):
    """Why a revision was published. A typo fix is silent; an update or a correction shows a notice under the text."""

    FIRST = "first"
    TYPO = "typo"
    UPDATE = "update"
    CORRECTION = "correction"


NOTICED = (EditKind.UPDATE, EditKind.CORRECTION)
