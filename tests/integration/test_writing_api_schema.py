"""Schemathesis writes through the API with a key, each act and several in a row: every answer is as it is described."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
REFUSED = "negative_data_rejection"
# OpenAPI can say what a field may be, and not which keys a visit has, what it allows now, and what a text needs.
BY_A_RULE = {403, 404, 409, 412, 422}


@pytest.fixture(autouse=True)
def without_limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the app is made: it takes the setting over for all tests that share it."""
    monkeypatch.setattr(limiter, "enabled", False)


def test_every_answer_to_a_program_is_as_it_is_described(app: Flask, talks: SampleVisit) -> None:
    events = list(_asked(app, talks))
    assert not [event for event in events if isinstance(event, FatalError | NonFatalError)]
    failures = "\n\n".join(failure for event in events for failure in _failures(event))
    assert not failures, failures
    answered = Counter(status for event in events for status in statuses(event))
    assert answered.keys() >= {200, 201, 204, 404, 422}, "the set-up asks for too little"


def _asked(app: Flask, talks: SampleVisit) -> Iterator[EngineEvent]:
    program = Program.of(app, talks, "admin")
    known = {"path.slug": "talks", "path.public_id": talks.publish(), "path.key": "trade", "header.If-Match": "*"}
    generation = {"deterministic": True, "max-examples": EXAMPLES, "database": "none"}
    headers = {"Accept-Encoding": "identity", "Authorization": f"Bearer {program.token}"}
    # The probe without a key does not work in this process; `test_api_doors` tries every address without one.
    checks = {"ignored_auth": {"enabled": False}, "missing_required_header": {"expected-statuses": ["401", "428"]}}
    chosen = {"seed": 1, "parameters": known, "generation": generation, "headers": headers, "checks": checks}
    config = SchemathesisConfig.from_dict(chosen)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    yield from from_schema(schema.exclude(method="GET").include(path_regex="/visits/")).execute()


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
