"""Makes every change to the data: one module for each thing that changes, one function (a verb) for each change.

Call a verb with the visit's id and the id of the account that acts, or SYSTEM for the site itself:
`updates.publish(visit.id, reporter.id, post)`. It checks permission and input, then changes the rows and writes the
event in one transaction. When it raises one of `errors`, it has changed nothing.
"""

from blog.newsroom import (
    autosaves,
    banner,
    claims,
    copying,
    drafts,
    embargoes,
    handins,
    handovers,
    importing,
    itinerary,
    media,
    merging,
    notes,
    ordering,
    people,
    preview,
    ready_texts,
    removal,
    reporters,
    reports,
    rerender,
    schedule,
    sessions,
    speaker_lists,
    updates,
    visits,
)

__all__ = [
    "autosaves",
    "banner",
    "claims",
    "copying",
    "drafts",
    "embargoes",
    "handins",
    "handovers",
    "importing",
    "itinerary",
    "media",
    "merging",
    "notes",
    "ordering",
    "people",
    "preview",
    "ready_texts",
    "removal",
    "reporters",
    "reports",
    "rerender",
    "schedule",
    "sessions",
    "speaker_lists",
    "updates",
    "visits",
]
