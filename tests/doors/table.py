"""What a row of the table says, and the answer that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

ROLES = ("reporter", "editor", "admin")
_RANKS = (*ROLES, "nobody")
# How each visit of the tests stands. At the last an editor has to approve every text.
VISITS = ("live", "upcoming", "held", "ended", "approving")
WHOSE = ("own", "others'")
SCOPES = ("drafts", "write", "publish", "banner", "set-up")


class Answer(StrEnum):
    """How a door answers, whatever it then says to what was sent."""

    OPEN = "opens"
    SIGN_IN = "asks for a sign-in or a key"
    REFUSED = "refuses"
    NOTHING = "says that there is nothing"


@dataclass(frozen=True)
class Rule:
    """The lowest role that may do it with what is one's own and with what others made, within the visit's team.

    `approving` is the lowest role where an editor approves every text. Whoever may not is answered with `refusal`.
    """

    own: str
    others: str
    approving: str = "reporter"
    refusal: Answer = Answer.REFUSED

    @property
    def asks_for_approval(self) -> bool:
        """Whether it makes a difference that an editor approves every text."""
        return _RANKS.index(self.approving) > _RANKS.index(self.own)

    def allows(self, role: str, whose: str, visit: str) -> bool:
        needed = [self.own if whose == "own" else self.others]
        if visit == "approving":
            needed.append(self.approving)
        return all(_RANKS.index(role) >= _RANKS.index(each) for each in needed)


TEAM = Rule("reporter", "reporter")
AUTHORS = Rule("reporter", "editor")
EDITORS = Rule("editor", "editor")
ADMINS = Rule("admin", "admin")
PUBLISHERS = Rule("reporter", "reporter", approving="editor")
REWORDERS = Rule("reporter", "editor", approving="editor")
# What an account has of its own; admins look after everybody's.
OWNERS_AND_ADMINS = Rule("reporter", "admin")
# What waits for oneself: of others only what they handed in, for editors.
QUEUE = Rule("reporter", "editor", refusal=Answer.NOTHING)


@dataclass(frozen=True)
class Row:
    """One act at an address. `what` is the thing that the address names, which is one's own or somebody else's; `form`
    is what is sent. `scope` is the scope that a key needs for it. `act` tells the rows of one address apart. Without a
    rule it does not matter who asks: the answer is `always` the same, and another one `when_held` for readers.
    """

    rule: Rule | None
    form: Mapping[str, Any] = field(default_factory=dict)
    what: str = ""
    scope: str = ""
    act: str = ""
    always: Answer = Answer.OPEN
    when_held: Answer = Answer.NOTHING


# Nobody has to say who they are.
ANYBODY = Row(None)
Rows = Mapping[str, Row | tuple[Row, ...]]


@dataclass(frozen=True)
class Person:
    """Somebody at the door. `role` is empty for whoever is not signed in; who is `outside` is in no team.

    A program acts for an account, with a key that has a `scope`.
    """

    name: str
    role: str = ""
    is_outside: bool = False
    account: str = ""
    scope: str = ""


def below(prefix: str, rows: Rows) -> Rows:
    """Rows whose addresses are given from a prefix on."""
    named = [(address.partition(" "), row) for address, row in rows.items()]
    return {f"{method} {prefix}{path}": row for (method, _space, path), row in named}


def of_address(rows: Rows, address: str) -> tuple[Row, ...]:
    """The rows of one address."""
    found = rows[address]
    return found if isinstance(found, tuple) else (found,)


def each(rows: Rows) -> list[tuple[str, Row]]:
    """All rows, each with its address."""
    return [(address, row) for address in rows for row in of_address(rows, address)]


def expected(person: Person, row: Row, whose: str, visit: str, *, is_of_visit: bool) -> Answer:
    """What the door of a row says to somebody."""
    if row.rule is None:
        return row.when_held if visit == "held" else row.always
    if not person.role:
        return Answer.SIGN_IN
    if is_of_visit and person.is_outside:
        return Answer.NOTHING if visit == "held" else Answer.REFUSED
    if not row.rule.allows(person.role, whose, visit):
        return row.rule.refusal
    return Answer.OPEN


def expected_of_key(person: Person, row: Row, whose: str, visit: str) -> Answer:
    """What the API says to a key with one scope, which is for everything that its account may do in that scope."""
    by_account = expected(person, row, whose, visit, is_of_visit=True)
    if not person.role or person.is_outside:
        return by_account
    has_scope = person.scope == row.scope or (person.scope, row.scope) == ("publish", "write")
    return by_account if has_scope else Answer.REFUSED
