"""What each side issued and said of the same talks, next to each other."""

from __future__ import annotations

from flask.testing import FlaskClient

from blog import newsroom
from blog.permissions import SYSTEM
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit

READOUTS = "/live/talks/readouts"


def test_each_side_has_a_column_with_its_readouts_and_statements(client: FlaskClient, talks: SampleVisit) -> None:
    north = talks.publish("Candid.", kind="readout", speaker="ada-nord", topics=["trade"])
    south = talks.publish("In depth.", kind="readout", speaker="sam-sud", topics=["trade"])
    said = talks.publish("> We agree.", kind="statement", speaker="sam-sud")
    talks.publish("A report.", speaker="ada-nord")
    talks.withdraw(talks.publish("A secret.", kind="readout", speaker="ada-nord"))
    page = parse(client.get(READOUTS))
    columns = {
        str(account.cssselect("[data-update]")[0].get("data-update")): account.get("class").split()[1]
        for account in page.cssselect(".account")
    }
    assert columns == {south: "column-2", north: "column-1", said: "column-2"}
    assert [words(head) for head in page.cssselect("#accounts-readout + .columns .column-head")] == ["North", "South"]
    assert words(one(page, ".account-none")) == "Nothing from North yet."
    assert "secret" not in words(page)


def test_readouts_are_narrowed_to_a_topic(client: FlaskClient, talks: SampleVisit) -> None:
    wanted = talks.publish("On trade.", kind="readout", speaker="ada-nord", topics=["trade"])
    talks.publish("On borders.", kind="readout", speaker="sam-sud", topics=["borders"])
    page = parse(client.get(f"{READOUTS}?topic=trade"))
    assert [one.get("data-update") for one in page.cssselect("[data-update]")] == [wanted]
    assert words(one(page, '.filter[aria-current="true"]')) == "Trade"
    assert one(page, "link[rel=canonical]").get("href").endswith("/readouts?topic=trade")
    assert words(one(page, ".account-none")) == "Nothing from South on Trade yet."
    assert words(one(page, "#accounts-statement + .empty")) == "None on Trade yet."
    for topic in ("nothing", "%00"):
        answer = client.get(f"{READOUTS}?topic={topic}")
        assert answer.status_code in (200, 400, 404)


def test_before_anyone_has_spoken_the_page_says_so(client: FlaskClient, talks: SampleVisit) -> None:
    page = parse(client.get(READOUTS))
    assert not shown(page)
    assert "No readouts or statements yet" in words(one(page, "main .empty"))
    link = one(parse(client.get("/live/talks")), f'.margin a[href="{READOUTS}"]')
    assert words(link) == "Readouts side by side"


def test_of_many_sides_those_that_spoke_have_the_columns(client: FlaskClient, talks: SampleVisit) -> None:
    for number in range(1, 6):
        newsroom.people.add_delegation(talks.visit_id, SYSTEM, f"Side {number}")
        newsroom.people.add_speaker(
            talks.visit_id, SYSTEM, f"Speaker {number}", title="Envoy", delegation=f"side-{number}"
        )
    talks.publish("The last one speaks.", kind="readout", speaker="speaker-5")
    talks.publish("Together.", kind="readout")
    page = parse(client.get(READOUTS))
    heads = page.cssselect("#accounts-readout + .columns-4 .column-head")
    assert (words(heads[0]), len(heads)) == ("Side 5", 4)
    assert words(one(page, ".column-all .account-side")) == "No single side"
