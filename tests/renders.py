"""Which templates are rendered for parts of pages, in order."""

from __future__ import annotations

import pytest

from blog.wire import kept


def noted_renders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates of parts that are rendered from now on."""
    rendered: list[str] = []
    render = kept.render_template

    def noting(name: str, **inputs: object) -> str:
        rendered.append(name)
        return render(name, **inputs)

    monkeypatch.setattr(kept, "render_template", noting)
    return rendered
