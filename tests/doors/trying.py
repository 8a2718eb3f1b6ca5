"""Tries the doors of the table, each as it is in the beginning, and reads their answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.doors.table import VISITS, WHOSE, Answer, Row, Rows, each
from tests.doors.world import COLLEAGUE, World

HANDED_IN_INSTEAD = "Hand it in instead."
_PART = re.compile(r"<(?:[^:<>]+(?:\([^)]*\))?:)?(\w+)>")
# What the parts of these addresses name is no update and no stop.
_KEYS = {"delegations": "north", "speakers": "ada-nord", "topics": "trade", "stops": "vienna"}


@dataclass(frozen=True)
class Try:
    """One row, tried on somebody's thing at one visit; both are empty where the address names none."""

    address: str
    row: Row
    whose: str
    visit: str

    def __str__(self) -> str:
        words = [self.address, self.row.act and f"({self.row.act})", self.row.what and f"{self.whose} {self.row.what}"]
        return " ".join(filter(None, [*words, self.visit and f"at the {self.visit} visit"]))

    @property
    def is_of_visit(self) -> bool:
        return "<slug>" in self.address


def tries(rows: Rows, *, visits: Sequence[str] = VISITS) -> Iterator[Try]:
    """Each row with each kind of thing at each visit."""
    for address, row in each(rows):
        for visit in visits if "<slug>" in address else ("",):
            for whose in WHOSE if row.what else WHOSE[1:]:
                yield Try(address, row, whose, visit)


def essential(tried: Iterable[Try], answer: Callable[[Try], Answer]) -> Iterator[Try]:
    """What every run tries. The rest follows, unless a rule looks at what it should not: `make test-all` tries all.

    A door that opens is tried at the live visit, and with the things of others; with one's own only where those of
    others are refused. One that is refused is tried at one visit more, each row at another one. Where approval makes a
    difference, it is tried at the visit that demands it.
    """
    for place, one in enumerate(tried):
        says, rule = answer(one), one.row.rule
        others = Try(one.address, one.row, WHOSE[1], one.visit)
        if says is Answer.OPEN and one.whose == "own" and answer(others) is Answer.OPEN:
            continue
        places = {"", VISITS[0]}
        if says in (Answer.REFUSED, Answer.NOTHING):
            places.add(VISITS[1 + place // len(VISITS) % (len(VISITS) - 1)])
        if rule and rule.asks_for_approval:
            places.add("approving")
        if one.visit in places:
            yield one


class Doors:
    """Tries doors for one person. `undo` is called after each that opened, so that the next one is as it was."""

    def __init__(self, client: FlaskClient, world: World, owner: str, undo: Callable[[], None], token: str) -> None:
        self._client, self._world, self._owner, self._undo, self._token = client, world, owner, undo, token
        # With them the cookies, which no answer changes.
        self.headers: dict[str, str] = {}

    def answer(self, one: Try) -> Answer:
        """What the door says."""
        method, rule = one.address.split(" ", 1)
        parts = self._parts(one)
        path = _PART.sub(lambda found: parts[found[1]], rule)
        fields = {name: _filled(value, parts) for name, value in one.row.form.items()}
        answer = self._client.open(path, method=method, headers=self.headers, **self._sent(method, rule, fields))
        said = read(answer)
        if said is Answer.OPEN and method != "GET":
            self._undo()
        return said

    def _sent(self, method: str, rule: str, fields: dict[str, Any]) -> dict[str, Any]:
        if method == "GET":
            return {"query_string": fields}
        if not rule.startswith("/api"):
            return {"data": {"csrf_token": self._token, **fields}}
        return {} if rule.endswith("/media") or (method == "DELETE" and not fields) else {"json": fields}

    def _parts(self, one: Try) -> dict[str, str]:
        world = self._world
        parts = world.parts[""] | {"account": world.parts[""]["account_id"]} | world.parts.get(one.visit, {})
        parts["file_id"] = world.things[VISITS[0], COLLEAGUE, "shown file"]
        kind = next((kind for kind in ("reset", "calendar") if f"/{kind}/" in one.address), "invitation")
        parts["token"] = parts[kind]
        parts["embargo"] = parts.get("embargo_id", "")
        part = next((part for part in _KEYS if f"/{part}/<" in one.address), "")
        parts["key"] = parts.get("ready", "") if "ready-texts" in one.address else _KEYS.get(part, "vienna")
        owner = self._owner if one.whose == "own" else COLLEAGUE
        what = one.row.what or ("file" if "/media/" in one.address else "published")
        thing = parts["id"] = world.things.get((one.visit, owner, what), "999")
        if "/static/" in one.address:
            parts["name"] = "css/site.css"
        number = thing if thing.isdecimal() else "1"
        parts |= dict.fromkeys(("note_id", "passkey_id", "session_id"), number)
        return parts | dict.fromkeys(("public_id", "media_id", "prefix"), thing)


def read(answer: TestResponse) -> Answer:
    """What an answer says about the door."""
    status, where = answer.status_code, answer.headers.get("Location", "")
    assert status < 500, answer.text
    assert status != 400 or "earlier session" not in answer.text, "the token of the form was wrong"
    if status == 401 or (status == 302 and where.startswith("/desk/sign-in?")):
        return Answer.SIGN_IN
    if status == 404:
        return Answer.NOTHING
    is_asked = status == 422 and HANDED_IN_INSTEAD in answer.text
    return Answer.REFUSED if status == 403 or is_asked else Answer.OPEN


def _filled(value: Any, parts: Mapping[str, str]) -> Any:
    is_named = isinstance(value, str) and value.startswith("{")
    return parts[value.strip("{}")] if is_named else value
