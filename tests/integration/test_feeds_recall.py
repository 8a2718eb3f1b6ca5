"""What a feed takes back: nobody who asks again, whatever they remember, gets words that do not stand any more."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from blog import newsroom
from blog.queries.stream import PAGE_SIZE
from tests.feeds import ATOM, FORMATS, TOMBSTONE, hold_against_schema
from tests.sample_visit import SampleVisit


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("question", ["", "?topic=trade", "?page=1"])
def test_who_asks_again_gets_nothing_new_until_there_is_something(
    client: FlaskClient, talks: SampleVisit, format_: str, question: str
) -> None:
    address = f"/live/talks/feed.{format_}{question}"
    public_id = talks.publish("An old-word.", topics=["trade"])
    first = client.get(address)
    assert "old-word" in first.text
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert same.headers["Access-Control-Allow-Origin"] == "*"

    talks.edit(public_id, "A new-word.", version=1, reason="correction", note="It was another.")

    answer = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    if question == "?topic=trade":  # the correction took the topic off
        assert "old-word" not in answer.text
        return
    assert answer.status_code == 200
    assert "new-word" in answer.text
    assert "It was another." in answer.text
    assert "old-word" not in answer.text

    talks.withdraw(public_id, "Our source took it back.")

    gone = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert gone.status_code == 200
    assert "-word" not in gone.text


@pytest.mark.parametrize("format_", FORMATS)
def test_a_withdrawn_update_is_no_entry_any_more(client: FlaskClient, talks: SampleVisit, format_: str) -> None:
    public_id = talks.publish("A secret.", headline="Its secret", source="A secret paper")
    assert public_id in client.get(f"/live/talks/feed.{format_}").text
    talks.withdraw(public_id)
    after = client.get(f"/live/talks/feed.{format_}").text
    assert public_id not in after
    assert "secret" not in after
    hold_against_schema(format_, after)


@pytest.mark.parametrize("verb", ["withdraw", "purge"])
def test_an_atom_feed_has_a_tombstone_for_what_was_taken_down(
    client: FlaskClient, talks: SampleVisit, verb: str
) -> None:
    public_id = talks.publish("A secret.", topics=["trade"], speaker="ada-nord")
    (entry,) = _atom(client).iter(f"{ATOM}entry")
    name = entry.findtext(f"{ATOM}id")
    for number in range(2 * PAGE_SIZE):
        talks.publish(f"Number {number}.")

    getattr(newsroom.updates, verb)(talks.visit_id, talks.admin_id, public_id, "A court & its reasons.")

    # In the newest documents, which alone are asked for again, and in the one where it stood.
    for question in ("", "?topic=trade", "?speaker=ada-nord", "?topic=borders", "?page=1"):
        (tombstone,) = _atom(client, question).iter(f"{TOMBSTONE}deleted-entry")
        assert tombstone.get("ref") == name
        assert tombstone.get("when").endswith("Z")
        assert tombstone.findtext(f"{TOMBSTONE}comment") == "A court & its reasons."
    json_feed = hold_against_schema("json", client.get("/live/talks/feed.json").text)
    assert [(gone["id"], gone["reason"]) for gone in json_feed["_dateline"]["withdrawn"]] == [
        (name, "A court & its reasons.")
    ]


def test_a_feed_is_updated_by_a_withdrawal_too(client: FlaskClient, talks: SampleVisit) -> None:
    talks.withdraw(talks.publish("A secret."))
    feed = _atom(client)
    (tombstone,) = feed.iter(f"{TOMBSTONE}deleted-entry")
    assert feed.findtext(f"{ATOM}updated") >= tombstone.get("when")


def _atom(client: FlaskClient, question: str = ""):  # type: ignore[no-untyped-def]  # lxml has no types
    return hold_against_schema("atom", client.get(f"/live/talks/feed.atom{question}").text)
