"""schema.org data in JSON-LD for the live page and the page of an update, in their present state.

It holds only what the page shows (Google's rule), and long texts shortened, as the page has them in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app, url_for

from blog.models import Status, Stop, Update, Visit
from blog.queries.coverage import Span
from blog.text.clock import iso
from blog.text.excerpt import shortened
from blog.web.page_parts import PageParts
from blog.web.publisher import logo_address, publisher
from blog.web.syndication import entries
from blog.web.syndication.entries import Entry, Version
from blog.web.syndication.preview import pictures

Data = dict[str, Any]

SCHEMA = "https://schema.org"
MOST_UPDATES = 10  # every reader loads them, and nobody sees them
LONGEST_HEADLINE = 110
LONGEST_BODY, LONGEST_OWN_BODY = 400, 5000
LOGO_PIXELS = 512


def of_visit(visit: Visit, parts: PageParts, span: Span) -> Data:
    """A LiveBlogPosting with the newest updates of a page."""

    def posting(update: Update) -> Data:
        return _part(entries.entry(visit, update, is_whole=False), LONGEST_BODY)

    page = {
        **_head("LiveBlogPosting", _here("visit", slug=visit.slug), visit.title, visit.lang),
        "description": visit.summary,
        "datePublished": iso(_began(visit, span)),
        "dateModified": iso(span.changed),
        "coverageStartTime": iso(_began(visit, span)),
        "coverageEndTime": _or_none(_ends(visit, span)),
        "image": _image(visit),
        "author": _publisher(),
        "publisher": _publisher(),
        "contentLocation": [_place(stop) for stop in visit.stops],
        "about": [{"@type": "Thing", "name": topic.name} for topic in visit.topics],
        "liveBlogUpdate": parts.postings(MOST_UPDATES, posting),
    }
    return _without_nothing(page)


def of_update(visit: Visit, update: Update) -> list[Data]:
    """A BlogPosting within its visit, and its breadcrumbs; nothing for a withdrawn update."""
    if not update.is_public:
        return []
    entry = entries.entry(visit, update, is_whole=False)
    whole = {"@type": "LiveBlogPosting", "headline": visit.title, "url": _here("visit", slug=visit.slug)}
    page = {
        "@context": SCHEMA,
        **_part(entry, LONGEST_OWN_BODY),
        "mainEntityOfPage": entry.address,
        "inLanguage": entry.lang,
        "isPartOf": whole,
        "image": _image(visit, update),
        "publisher": _publisher(),
        "contentLocation": _place(update.stop) if update.stop else None,
        "about": [{"@type": "Thing", "name": topic.name} for topic in entry.topics],
    }
    steps = [(publisher().name, _here("front")), (visit.title, whole["url"]), (_headline(entry.title), entry.address)]
    return [_without_nothing(page), _breadcrumbs(steps)]


def _head(kind: str, address: str, headline: str, lang: str) -> Data:
    names = {"@context": SCHEMA, "@type": kind, "url": address, "mainEntityOfPage": address}
    return names | {"headline": _headline(headline), "inLanguage": lang, "isAccessibleForFree": True}


def _part(entry: Entry, longest: int) -> Data:
    """A BlogPosting of an update; its language stands in it where other versions of it have theirs."""
    versions = entry.translation_of or entry.translations
    return _without_nothing(
        {
            "@type": "BlogPosting",
            "headline": _headline(entry.title),
            "url": entry.address,
            "datePublished": iso(entry.published),
            "dateModified": iso(entry.updated),
            "author": _authors(entry),
            "creditText": entry.pool,
            "articleBody": _cut(entry.text, longest),
            "image": [one.address for one in entry.enclosures if one.is_picture],
            "correction": [
                {"@type": "CorrectionComment", "text": change.note, "dateCreated": iso(change.at)}
                for change in entry.corrections
            ],
            "inLanguage": entry.lang if versions else None,
            "translationOfWork": _version(entry.translation_of) if entry.translation_of else None,
            "workTranslation": [_version(one) for one in entry.translations],
        }
    )


def _version(version: Version) -> Data:
    """The original or a translation of a posting: what is needed to find it."""
    named = {"@type": "BlogPosting", "headline": _headline(version.title), "url": version.address}
    return named | {"inLanguage": version.lang}


def _authors(entry: Entry) -> Data | list[Data]:
    """Its author, or several; the publisher where it is signed by nobody."""
    people: list[Data] = [{"@type": "Person", "name": name} for name in entry.authors]
    return people if len(people) > 1 else next(iter(people), _publisher())


def _publisher() -> Data:
    known = {
        "@type": "NewsMediaOrganization",
        "name": publisher().name,
        "url": _here("front"),
        "logo": _logo(),
        "correctionsPolicy": f"{_here('standing')}#changes",
        "actionableFeedbackPolicy": publisher().contact_url,
    }
    return _without_nothing(known)


def _logo() -> Data:
    if logo := publisher().logo:
        return {"@type": "ImageObject", "url": logo_address(), "width": logo.width, "height": logo.height}
    path = current_app.extensions["static_files"].url(f"icons/dateline-{LOGO_PIXELS}.png")
    address = current_app.config["PUBLIC_URL"] + path
    return {"@type": "ImageObject", "url": address, "width": LOGO_PIXELS, "height": LOGO_PIXELS}


def _image(visit: Visit, update: Update | None = None) -> Data:
    picture = pictures.of(visit, update)
    return {"@type": "ImageObject", "url": picture.address, "width": picture.width, "height": picture.height}


def _place(stop: Stop) -> Data:
    address = {"@type": "PostalAddress", "addressLocality": stop.city, "addressCountry": stop.country}
    return {"@type": "Place", "name": stop.city, "address": _without_nothing(address)}


def _breadcrumbs(steps: Sequence[tuple[str, str]]) -> Data:
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": items}


def _began(visit: Visit, span: Span) -> datetime:
    """When coverage began, or before the first update, when it is planned to."""
    planned = visit.stops[0].begins_at if visit.stops else None
    return span.began or visit.live_from or planned or visit.created_at


def _ends(visit: Visit, span: Span) -> datetime | None:
    """When coverage ended, or is expected to."""
    if visit.status is Status.ENDED:
        return visit.status_at or span.changed
    planned = [stop.ends_at for stop in visit.stops if stop.ends_at and stop.ends_at > span.changed]
    return max(planned, default=None)


def _headline(text: str) -> str:
    return _cut(text, LONGEST_HEADLINE)


def _cut(text: str, longest: int) -> str:
    """Shortened only if it is too long; otherwise with its paragraphs."""
    return text if len(text) <= longest else shortened(text, longest)


def _or_none(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None


def _without_nothing(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _here(endpoint: str, **values: str) -> str:
    return url_for(f"reader.{endpoint}", _external=True, **values)
