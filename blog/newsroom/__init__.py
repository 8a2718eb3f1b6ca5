"""Every change to what the product knows. One module for each thing that changes; each public function is a verb.

A verb is called with the visit's id and the account that acts (None for the machine itself):
`updates.publish(visit.id, reporter.id, post)`. It checks its rules, changes rows, and writes its event in one
transaction, through `record`. It raises what `errors` names, and has then changed nothing.
"""

from blog.newsroom import (
    banner,
    drafts,
    importing,
    itinerary,
    people,
    preview,
    removal,
    reporters,
    rerender,
    schedule,
    sessions,
    updates,
    visits,
)

__all__ = [
    "banner",
    "drafts",
    "importing",
    "itinerary",
    "people",
    "preview",
    "removal",
    "reporters",
    "rerender",
    "schedule",
    "sessions",
    "updates",
    "visits",
]
