"""Every address of the URL map with its parts put in, and every word that an answer of it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.public_addresses import Answer

# Each form has a token of its own, and each request an id.
_RANDOM = re.compile(rb'(name="csrf_token" value="|data-token=")[^"]+')
_OF_ONE_ANSWER = {"X-Request-ID", "Date", "Set-Cookie"}


def parts(slug: str, ids: Sequence[str], cursors: Sequence[str], client_key: str = "x") -> Mapping[str, Sequence[str]]:
    """What may stand in an address about a visit."""
    return {
        "slug": [slug],
        "public_id": ids,
        "cursor": cursors,
        "client_key": [client_key],
        "part": ["1"],
        "key": ["vienna"],
        "kind": ["stop"],
        "content_hash": ["x"],
        "file_id": ["f" * 32],
        "media_id": ["f" * 32],
        "note_id": ["1", "2"],
        "prefix": ["dl_x"],
        "name": ["css/site.css"],
        "number": ["1"],
    }


def every_address(app: Flask, parts: Mapping[str, Sequence[str]]) -> Iterator[tuple[Rule, str]]:
    """Every address, for each combination of parts. One with a part that is not known here has to be taken care of.

    The pages that send people from an address for forms to its form are all the same: one update will do for them.
    """
    of_desk = {**parts, "embargo_id": parts["public_id"], "handover_id": ["1", "2"]}
    of_desk |= {
        "account_id": ["1", "2"],
        "invitation_id": ["1"],
        "mail_id": ["1"],
        "token": ["x"],
        "hook_id": ["x"],
        "session_id": ["1"],
    }
    of_desk |= {"passkey_id": ["1"], "event_key": ["opening"], "act": ["begin"]}
    for rule in app.url_map.iter_rules():
        is_redirect = "form_redirect" in rule.endpoint
        names = sorted(rule.arguments - set(rule.defaults or ()))
        known = [(of_desk if rule.rule.startswith("/desk") else parts)[name] for name in names]
        for values in product(*(each[:1] if is_redirect else each for each in known)):
            built = rule.build(dict(zip(names, values, strict=True)), append_unknown=False)
            assert built, rule
            yield rule, built[1]


def everything_in(answer: TestResponse) -> str:
    """Its headers and its body, and what is drawn in it, as any client reads them."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    said = Answer(answer.status_code, answer.headers, answer.data).said if answer.data else []
    return "\n".join([headers, *said])


def facts(answer: TestResponse, name: str = "", other: str = "") -> tuple[object, ...]:
    """An answer as it would be if one name in it were another of the same length: all but what no two have in common,
    and under two names their tags."""
    varying = _OF_ONE_ANSWER | ({"ETag"} if name != other else set())
    headers = sorted((key, value.replace(name, other)) for key, value in answer.headers if key not in varying)
    tagged = "ETag" in answer.headers
    body = _RANDOM.sub(rb"\1", answer.data).replace(name.encode(), other.encode())
    return answer.status_code, tuple(headers), tagged, body
