"""Schemathesis writes through the API with a key, each act and several in a row: every answer is as it is described."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import EngineEvent, FatalError, NonFatalError, ScenarioFinished

from blog.extensions import limiter
from tests.api_client import Program
from tests.integration.test_api_schema import TAKEN, statuses
from tests.sample_visit import SampleVisit

EXAMPLES = 8
# Rows of acts, each of some steps: short in every run, longer with `--whole`. What follows depends on answers, which
# have ids of their own each time: a run begins again until something was done to each kind of thing.
ROWS, LONGER_ROWS, MOST_RUNS = 30, 400, 10
KINDS = ("updates", "notes", "stops", "delegations", "speakers", "topics")
VISIT = "/api/v1/visits/{slug}"
# What makes nothing that another operation takes, which a short run leaves out.
LEADS_NOWHERE = r"(visits|\{slug\}|events|revisions|banner|media|\{media_id\}|arrived|left|drafts)$"
# By operation or by the kind of thing, what the newsroom takes whatever else is there.
TAKEN_OF: dict[str, dict[str, Any]] = {
    "updates": {"body": "Number #."},
    "DELETE updates": {"note": "It was wrong."},
    "stops": {"city": "Stop #", "zone": "Europe/Oslo"},
    "delegations": {"name": "Side #"},
    "speakers": {"name": "Speaker #", "title": "Spokesperson", "delegation": "north"},
    "topics": {"name": "Topic #"},
    "notes": {"text": "Note #."},
    "PATCH notes": {"resolved": True},
}
PHASES = ("examples", "coverage", "fuzzing", "stateful")
REFUSED = "negative_data_rejection"
# OpenAPI can say what a field may be, and not which keys a visit has, what it allows now, and what a text needs.
BY_A_RULE = {403, 404, 409, 412, 422}


@pytest.fixture(autouse=True)
def without_limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the app is made: it takes the setting over for all tests that share it."""
    monkeypatch.setattr(limiter, "enabled", False)


def test_every_answer_to_a_program_is_as_it_is_described(app: Flask, talks: SampleVisit) -> None:
    known = {"path.public_id": talks.publish(), "path.key": "trade", "header.If-Match": "*"}
    events = _without_failure(_asked(app, talks, known, stateful=False, examples=EXAMPLES))
    answered = Counter(status for event in events for status in statuses(event))
    assert answered.keys() >= {200, 201, 204, 404, 422}, "the set-up asks for too little"


def test_what_was_made_is_read_changed_and_removed_as_it_is_described(
    app: Flask, talks: SampleVisit, request: pytest.FixtureRequest
) -> None:
    is_whole, followed = request.config.getoption("--whole"), Counter[tuple[str, str]]()
    wanted = {(f"POST /{kind}", method) for kind in KINDS for method in (("PATCH", "DELETE") if is_whole else ("",))}
    for seed in range(MOST_RUNS):
        rows = LONGER_ROWS if is_whole else ROWS
        events = _without_failure(_asked(app, talks, {"header.If-Match": "*"}, stateful=True, examples=rows, seed=seed))
        followed.update(step for event in events for step in _steps(event))
        acts = {(made, then.split(" ")[0] if is_whole else "") for made, then in followed}
        if acts >= wanted:
            return
    raise AssertionError(f"never followed: {wanted - acts}")


def _asked(
    app: Flask, talks: SampleVisit, known: dict[str, str], *, stateful: bool, examples: int, seed: int = 1
) -> Iterator[EngineEvent]:
    program = Program.of(app, talks, "admin")
    generation = {"deterministic": True, "max-examples": examples, "database": "none"}
    generation |= {"mode": "positive", "no-shrink": True} if stateful else {}
    headers = {"Accept-Encoding": "identity", "Authorization": f"Bearer {program.token}"}
    # The probe without a key does not work in this process; `test_doors` tries every address without one.
    checks = {"ignored_auth": {"enabled": False}, "missing_required_header": {"expected-statuses": ["401", "428"]}}
    if stateful:  # what a rule refuses would begin every row anew
        checks |= {TAKEN: {"enabled": False}, REFUSED: {"enabled": False}}
    phases = {name: {"enabled": stateful is (name == "stateful")} for name in PHASES}
    chosen = {"seed": seed, "parameters": {"path.slug": talks.slug} | known, "generation": generation, "phases": phases}
    # A withdrawn update is still there, with a line in its place; what waits is at another address than what is out.
    moves = {name: {"enabled": False} for name in ("use_after_free", "ensure_resource_availability")}
    texts = [{"include-name": f"GET {VISIT}/{kind}/{{public_id}}", "checks": moves} for kind in ("updates", "drafts")]
    left_out = {"include-path-regex": LEADS_NOWHERE, "phases": {"stateful": {"enabled": False}}}
    of_some = [*texts, left_out] if examples < LONGER_ROWS else texts
    chosen |= {"headers": headers, "checks": checks, "operations": of_some}
    config = SchemathesisConfig.from_dict(chosen)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    if stateful:
        schema.hook(_acceptable())
        yield from from_schema(schema).execute()
    else:
        yield from from_schema(schema.exclude(method="GET").include(path_regex="/visits/")).execute()


def _acceptable() -> Callable[[Any, Any], Any]:
    """Puts what the newsroom takes in place of names that no visit has: each time with another number at the end."""
    numbers = count()

    def map_body(context: Any, body: Any) -> Any:
        method, kind = context.operation.method.upper(), context.operation.path.removeprefix(f"{VISIT}/").split("/")[0]
        fields = TAKEN_OF.get(f"{method} {kind}", TAKEN_OF.get(kind))
        if fields is None or not isinstance(body, dict) or context.operation.path.endswith(("/arrived", "/left")):
            return body
        number = next(numbers)
        waits = {"action": "draft"} if kind == "updates" and method == "POST" and number % 2 else {}
        return waits | {
            name: value.replace("#", str(number)) if isinstance(value, str) else value for name, value in fields.items()
        }

    return map_body


def _without_failure(asked: Iterator[EngineEvent]) -> list[EngineEvent]:
    events = list(asked)
    assert not [event for event in events if isinstance(event, FatalError | NonFatalError)]
    failures = "\n\n".join(failure for event in events for failure in _failures(event))
    assert not failures, failures
    return events


def _steps(event: EngineEvent) -> Iterator[tuple[str, str]]:
    """What was done to something that was made, and was answered as done: the operation that made it, and this one."""
    if not isinstance(event, ScenarioFinished):
        return
    for case_id, node in event.recorder.cases.items():
        sent = event.recorder.interactions.get(case_id)
        if node.parent_id and node.is_transition_applied and sent and sent.response and sent.response.status_code < 300:
            yield _name(event.recorder.cases[node.parent_id].value), _name(node.value)


def _name(case: Any) -> str:
    return f"{case.method} {case.path.removeprefix(VISIT)}"


def _failures(event: EngineEvent) -> Iterator[str]:
    if not isinstance(event, ScenarioFinished):
        return
    for case_id, checks in event.recorder.checks.items():
        case, sent = event.recorder.cases[case_id].value, event.recorder.interactions.get(case_id)
        for check in checks:
            if check.failure_info and not _is_expected(check, sent):
                yield f"{case.as_curl_command()}: {check.name}: {check.failure_info.failure}"


def _is_expected(check: Any, sent: Any) -> bool:
    """Whether a rule of the newsroom refused it; or whether what was wrong is a part of the address, which is given."""
    if check.name == TAKEN:
        return sent is not None and sent.response.status_code in BY_A_RULE
    return check.name == REFUSED and "in path" in str(check.failure_info.failure)
