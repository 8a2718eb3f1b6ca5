"""Pictures and documents for tests about what shows them: rows as an upload makes them, with bytes of a few letters."""

from __future__ import annotations

from blog.media.store import current_store
from blog.models import MediaFile, MediaKind
from blog.models.visit import now
from blog.newsroom.commits import write_session
from tests.sample_visit import SampleVisit

WIDTHS = (480, 960)


def add_picture(talks: SampleVisit, alt: str = "Two flags on a table", **columns: object) -> str:
    """Adds a picture of 960 by 640 pixels to the visit, which no update shows yet; returns its public id."""
    row = {"kind": MediaKind.PICTURE, "name": "flags.jpg", "media_type": "image/jpeg", "width": 960, "height": 640}
    row |= {"widths": " ".join(map(str, WIDTHS)), "colour": "#405060", "alt": alt}
    return _add(talks, row | columns, [f"{width}.{ending}" for width in WIDTHS for ending in ("webp", "jpg")])


def add_document(talks: SampleVisit, name: str = "communique.pdf", **columns: object) -> str:
    """Adds a document to the visit; returns its public id."""
    row = {"kind": MediaKind.DOCUMENT, "name": name, "media_type": "application/pdf"}
    return _add(talks, row | columns, [])


def bytes_of(public_id: str, name: str) -> bytes:
    """What the store has of a file under a name."""
    return f"{name} of {public_id}".encode()


def stored(public_id: str) -> list[str]:
    """The keys that the store has of a file."""
    return sorted(current_store().keys(f"{public_id}/"))


def _add(talks: SampleVisit, columns: dict[str, object], names: list[str]) -> str:
    file = MediaFile(visit_id=talks.visit_id, uploaded_by_id=talks.reporter_id, uploaded_at=now(), **columns)
    file.size, file.sha256 = 100, "0" * 64
    with write_session() as session:
        session.add(file)
        session.flush()
        public_id = file.public_id
    for name in ("original", *names):
        current_store().put(f"{public_id}/{name}", bytes_of(public_id, name))
    return public_id
