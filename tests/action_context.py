"""What an action works on: a visit, two of its updates, and words that were not used before."""

from __future__ import annotations

from dataclasses import dataclass, field

from blog import newsroom
from blog.models import Update
from blog.newsroom.posts import Post
from blog.queries import desk
from tests.sample_visit import SampleVisit

SOURCED = {"source": "Its record", "source_url": "https://example.org/record", "issued_at": "2026-03-04T16:20"}


@dataclass
class ActionContext:
    """`old` is the id of an update in the archive, `new` of one on the front page."""

    talks: SampleVisit
    old: str
    new: str
    _made: int = 0
    _waiting: list[str] = field(default_factory=list)

    def word(self, what: str) -> str:
        """Words that were not used before."""
        self._made += 1
        return f"{what} {self._made}"

    def update(self, public_id: str) -> Update:
        found = desk.update(self.talks.visit_id, public_id)
        assert found is not None
        return found

    def edit(self, public_id: str, reason: str = "update", note: str = "", **fields: object) -> None:
        """Edits what is named and leaves everything else as it stands."""
        before = self.update(public_id)
        words: dict[str, object] = {
            "body": before.body,
            "headline": before.headline,
            "kind": before.kind,
            "standing": before.standing,
            "stop": before.stop.key if before.stop else "",
            "speaker": before.speaker.key if before.speaker else "",
            "delegation": before.delegation.key if before.delegation and not before.speaker else "",
            "topics": [topic.slug for topic in before.topics],
            "key": before.is_key,
            "lang": before.lang,
            "source": before.source,
            "source_url": before.source_url,
            "original": before.original.public_id if before.original else "",
            "translator": before.translator,
            "official": before.is_official,
            "issued_at": before.issued_at.isoformat() if before.issued_at else "",
            "pool_number": before.pool_number or "",
            "pooler": before.pooler,
            "ground": before.ground,
            "agreed_words": before.agreed_words,
            "pool_outlet": before.pool_outlet,
        }
        newsroom.updates.edit(
            *self.by_editor,
            public_id,
            Post(**(words | fields)),  # type: ignore[arg-type]
            version=before.version,
            reason=reason,
            note_text=note,
        )

    @property
    def by_editor(self) -> tuple[int, int]:
        return self.talks.visit_id, self.talks.editor_id

    @property
    def by_admin(self) -> tuple[int, int]:
        return self.talks.visit_id, self.talks.admin_id
