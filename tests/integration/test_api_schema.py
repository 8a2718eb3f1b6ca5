"""Schemathesis asks the API for all that its description allows and for much that it does not, and checks each answer.

The answers must be of the statuses, types and shapes that are described; what breaks a rule must be refused, and what
keeps them all must be taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished

from blog import newsroom
from tests.breadth import is_whole
from tests.sample_visit import SampleVisit

# Enough for every argument to be at, under and over each of its bounds; the same ones in every run of their number.
EXAMPLES, MORE_EXAMPLES = 8, 20
TAKEN = "positive_data_acceptance"


def test_every_answer_is_as_it_is_described(app: Flask, talks: SampleVisit) -> None:
    events = list(_asked(app, known={"path.slug": "talks", "path.public_id": _with_all_kinds_of_things(talks)}))
    assert not [event for event in events if isinstance(event, FatalError | NonFatalError)]
    failures = "\n\n".join(failure for event in events for failure in _failures(event))
    assert not failures, failures
    answered = Counter(status for event in events for status in statuses(event))
    assert answered.keys() >= {200, 405, 410, 422}, "the set-up asks for too little"


def _with_all_kinds_of_things(talks: SampleVisit) -> str:
    """A visit in which all kinds of things have happened; the id of an update to ask for."""
    first = talks.publish("> Words", kind="statement", speaker="ada-nord", topics=["trade"], stop="vienna", key=True)
    talks.edit(first, "Other words.", version=1, reason="correction", note="They were wrong.")
    talks.withdraw(talks.publish("A rumour."))
    newsroom.updates.pin(talks.visit_id, talks.editor_id, first)
    newsroom.banner.set_banner(talks.visit_id, talks.editor_id, "They have met.", update=first)
    newsroom.visits.sum_up(talks.visit_id, talks.editor_id, "- Both agree")
    return first


def _asked(app: Flask, known: dict[str, str]) -> Iterator[EngineEvent]:
    """Asks the app, in this process, with these parts of addresses that lead somewhere."""
    generation = {"deterministic": True, "max-examples": MORE_EXAMPLES if is_whole() else EXAMPLES, "database": "none"}
    plain = {"Accept-Encoding": "identity"}  # without a server in between, nobody unpacks the answers
    chosen = {"seed": 1, "parameters": known, "generation": generation, "headers": plain}
    config = SchemathesisConfig.from_dict(chosen)
    yield from from_schema(schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)).execute()


def _failures(event: EngineEvent) -> Iterator[str]:
    if not isinstance(event, ScenarioFinished):
        return
    for case_id, checks in event.recorder.checks.items():
        case, sent = event.recorder.cases[case_id].value, event.recorder.interactions.get(case_id)
        for check in checks:
            if check.failure_info and not (check.name == TAKEN and sent and _is_refused_by_a_rule(case, sent.response)):
                yield f"{case.as_curl_command()}: {check.name}: {check.failure_info.failure}"


def _is_refused_by_a_rule(case: Any, response: Any) -> bool:
    """OpenAPI can say what one argument may be: not which cursors a log has, and not which arguments go together."""
    others = set(case.query or {}) - {"after", "limit"}
    return response.status_code == 410 or (response.status_code == 422 and "after" in case.query and bool(others))


def statuses(event: EngineEvent) -> Iterator[int]:
    if isinstance(event, ScenarioFinished):
        yield from (one.response.status_code for one in event.recorder.interactions.values() if one.response)
