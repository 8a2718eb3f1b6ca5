"""A form of the desk as an editor's browser holds it, perhaps for so long that others have saved it meanwhile."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.desk import Desk
from tests.markup import Element, one, parse

DESK = "/desk/visits/talks"
PAGE = f"{DESK}/set-up"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Opened:
    """Filled in as it was when the page was loaded, or came back."""

    def __init__(self, desk: Desk, form: str, page: str = PAGE) -> None:
        self._desk = desk
        self._take(one(parse(desk.get(page)), f"form#{form}"))

    def _take(self, form: Element) -> None:
        self.id, self.address = form.get("id"), form.get("action")
        self.fields: dict[str, Any] = {}
        for name, value in form.form_values():
            self.fields.setdefault(name, []).append(value)

    def save(self, headers: dict[str, str] | None = None, *, to: str = "", **changes: str) -> TestResponse:
        """Presses the main button, or the one that sends the form to another address."""
        answer = self._desk.post(to or self.address, self.fields | changes, headers=headers or {})
        if answer.status_code in (409, 422):
            self._take(one(parse(answer), f"form#{self.id}"))
        return answer
