"""What was corrected or taken back at the desk is so everywhere else at the next request, whoever holds what."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient

from tests.desk import Desk
from tests.public_addresses import FIELDS, Answer, addresses, ask_again, ask_all, is_record, speaks_of_the_visit_alone
from tests.sample_visit import SampleVisit

OLD = {"headline": "A headline of the old-word", "body": "They spoke of the old-word."}
NEW = {"headline": "A headline of the new-word", "body": "They spoke of the new-word."}
CORRECTION = {"version": "1", "change": "correction", "note": "It was another one."}


def test_a_correction_and_a_withdrawal_are_everywhere_at_the_next_request(
    app: Flask, client: FlaskClient, desk: Desk, talks: SampleVisit
) -> None:
    def ask(address: str, headers: Mapping[str, str]) -> Answer:
        answer = client.get(address, headers=dict(headers), buffered=True)  # read to the end, so that it is kept
        return Answer(answer.status_code, answer.headers, answer.data)

    cursor = client.get("/api/v1/visits/talks").get_json()["cursor"]
    assert desk.publish("talks", **FIELDS, **OLD).status_code == 303
    (update,) = client.get("/api/v1/visits/talks/updates").get_json()["updates"]
    at_desk = f"/desk/visits/talks/updates/{update['id']}"
    before = ask_all(ask, addresses(app.config["PUBLIC_URL"], "talks", update["id"], cursor))
    for address, answer in before.items():
        assert answer.status == 200, address
        assert speaks_of_the_visit_alone(address) or all("old-word" in said for said in answer.said), address
        again = ask(address, {"If-None-Match": answer.headers["ETag"]})
        assert (again.status, again.body) == (304, b""), address

    assert desk.post(at_desk, {**FIELDS, **NEW, **CORRECTION}).status_code == 303

    after = ask_all(ask, before)
    for address, answer in [*ask_again(ask, before), *after.items()]:
        assert answer.status == 200, address
        assert speaks_of_the_visit_alone(address) or all("new-word" in said for said in answer.said), address
        assert is_record(address) or not any("old-word" in said for said in answer.said), address

    assert desk.post(f"{at_desk}/withdraw", {"note": "Our source took it back."}).status_code == 303

    for address, answer in [*ask_again(ask, before), *ask_again(ask, after)]:
        assert answer.status in (200, 404), address
        assert not any(word in said for said in answer.said for word in ("old-word", "new-word")), address
    tombstones = client.get("/live/talks/feed.atom").text, client.get("/live/talks/feed.atom?topic=trade").text
    assert all("deleted-entry" in feed and "Our source took it back." in feed for feed in tombstones)
