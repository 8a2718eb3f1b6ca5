"""Which sentences of the catalogue readers meet, and the desk: the first must exist in every language.

By where a sentence stands: on readers' pages, in frames, feeds, errors and previews, in mails and notifications.
`test_languages_of_pages.py` asks all of these for their words, and finds what this table forgets.
"""

from __future__ import annotations

from collections.abc import Iterable

_MET = (
    *("templates/", "static/js/"),
    *("blog/models/", "blog/queries/", "blog/text/", "blog/wire/"),
    *("blog/newsroom/errors.py", "blog/newsroom/push.py", "blog/newsroom/reports.py"),
    *("blog/web/deliveries/", "blog/web/embed/", "blog/web/page_cache/", "blog/web/reader/", "blog/web/syndication/"),
    *(
        "blog/web/error_pages.py",
        "blog/web/errors.py",
        "blog/web/lookups.py",
        "blog/web/picture_credits.py",
        "blog/web/pool_reports.py",
        "blog/web/schedule_words.py",
    ),
)
# Of these: what only the desk sees, and programmers, who get English.
_NOT_MET = (
    *(
        "templates/api/",
        "templates/desk/",
        "templates/icons/desk/",
        "templates/security/",
        "templates/layout/desk.html",
    ),
    *("static/js/desk/", "static/js/desk-"),
    *("blog/queries/audit_check.py", "blog/text/names.py", "blog/text/user_agents.py"),
)

# Programmers and those who run the site get English as well.
_OF_PROGRAMS = (
    *("blog/archive/", "blog/backup/", "blog/cli/", "blog/fetching/", "blog/schemas/", "blog/web/api/"),
    *("blog/queries/audit_check.py", "blog/web/handshake_checks.py", "templates/api/"),
)


def is_met_at_desk(places: Iterable[str]) -> bool:
    """Whether the desk says a sentence that stands in these files."""
    return any(not place.startswith(_OF_PROGRAMS) for place in places)


def is_met(places: Iterable[str]) -> bool:
    """Whether readers meet a sentence that stands in these files."""
    return any(place.startswith(_MET) and not place.startswith(_NOT_MET) for place in places)
