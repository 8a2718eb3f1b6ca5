"""An update after it was published, at the desk: changed, withdrawn, pinned, listed among the key events."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.desk import Desk
from tests.markup import one, parse, shown, words
from tests.sample_visit import SampleVisit


def update_at(talks: SampleVisit, public_id: str) -> str:
    return f"/desk/visits/{talks.slug}/updates/{public_id}"


def test_an_edit_shows_the_new_wording_and_its_note(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.", topics=["trade"])
    form = one(parse(desk.get(update_at(talks, public_id))), "form#editor")
    assert form.action == update_at(talks, public_id)
    assert (form.fields["body"], form.fields["version"]) == ("\nTwo days.", "1") or form.fields["body"] == "Two days."
    assert form.cssselect("[name=topics][checked]")[0].get("value") == "trade"
    change = {"body": "Three days.", "version": "1", "change": "correction", "note": "It was three."}
    assert desk.post(update_at(talks, public_id), change).status_code == 303
    article = one(parse(client.get("/live/talks")), f'[data-update="{public_id}"]')
    assert (article.get("data-version"), article.get("data-topics")) == ("2", "")
    assert "Three days." in words(article)
    assert "It was three." in words(article)


def test_an_edit_without_a_change_is_not_called_published(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    address = f"/desk/visits/talks/updates/{public_id}"
    form = {"body": "Two days.", "version": "1", "change": "update"}
    for sent, said in ((form, "Nothing was changed"), (form | {"key": "1"}, "Your change is published")):
        desk.post(address, sent)
        assert said in words(one(parse(desk.get("/desk/visits/talks")), "#said"))


def test_an_edit_that_cannot_be_taken_keeps_its_text_and_says_why(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    for form, sentence in (
        ({"body": "Three.", "version": "1", "change": "correction"}, "Say what was wrong"),
        ({"body": "Three.", "version": "1", "change": ""}, "what kind of change"),
        ({"body": "", "version": "1", "change": "typo"}, "needs a text"),
        ({"body": "Three.", "version": "1", "change": "update", "note": "n" * 501}, "maximum 500"),
        (
            {"body": "Three.", "version": "1", "change": "update", "standing": "official"},
            "Say why the standing changes",
        ),
        ({"body": "Three.", "version": "1", "change": "typo", "standing": "official"}, "more than a typo"),
        ({"body": "Three.", "version": "1", "change": "update", "source_url": "javascript:x"}, "full address"),
        ({"body": "Three.", "version": "1", "change": "update", "issued_at": "noon"}, "Write the time of issue"),
    ):
        answer = desk.post(update_at(talks, public_id), form)
        assert answer.status_code == 422
        assert sentence in answer.text
        editor = one(parse(answer), "form#editor")
        assert one(editor, "[name=body]").text_content().strip() == form["body"]
        assert one(editor, "[name=version]").get("value") == "1"
    for version in ("", "x", "9" * 5000):
        answer = desk.post(update_at(talks, public_id), {"body": "Three.", "version": version, "change": "typo"})
        assert answer.status_code == 400
    assert talks.edit(public_id, "Three.", version=1) == 2, "nothing was changed before"


def test_who_is_slower_sees_both_wordings_and_overwrites_nothing(
    desk: Desk, client: FlaskClient, talks: SampleVisit
) -> None:
    public_id = talks.publish("Two days.")
    talks.edit(public_id, "Three days.", version=1)
    answer = desk.post(
        update_at(talks, public_id), {"body": "Four days.", "version": "1", "change": "correction", "note": "Four."}
    )
    assert answer.status_code == 409
    page = parse(answer)
    (mine,), (theirs, _mine) = (page.cssselect(f".conflict .{name}") for name in ("wording", "wording-fold"))
    assert "Three days." in words(theirs)
    assert one(mine, "textarea[name=body]").text_content().strip() == "Four days."
    assert one(mine, "[name=note]").get("value") == "Four."
    assert one(mine, "[name=version]").get("value") == "2"
    assert "Three days." in client.get("/live/talks").text
    again = {"body": "Four days.", "version": "2", "change": "correction", "note": "Four."}
    assert desk.post(update_at(talks, public_id), again).status_code == 303
    assert "Four days." in client.get("/live/talks").text


def test_a_withdrawal_needs_a_reason_that_readers_see(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A secret word.")
    withdraw = f"{update_at(talks, public_id)}/withdraw"
    assert "A secret word." in desk.get(withdraw).text
    refused = desk.post(withdraw, {"note": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert desk.post(withdraw, {"note": "The source took it back."}).status_code == 303
    page = client.get("/live/talks").text
    assert "The source took it back." in page
    assert "secret" not in page
    assert desk.post(withdraw, {"note": "Again."}).status_code == 422


def test_what_was_withdrawn_offers_no_form_that_could_only_be_refused(desk: Desk, talks: SampleVisit) -> None:
    public_id = talks.publish("Two days.")
    talks.withdraw(public_id)
    page = parse(desk.get(update_at(talks, public_id)))
    assert not page.cssselect("form#editor")
    assert "cannot be edited" in words(one(page, "main"))
    late = {"body": "My late words.", "version": "1", "change": "update"}
    answer = desk.post(update_at(talks, public_id), late)
    assert "My late words." in answer.text, "who was late keeps the text"
    buttons = one(parse(answer), "form#editor").cssselect("button[type=submit]")
    assert [button.get("value") for button in buttons if button.get("name")] == ["preview", "draft"]
    main = one(parse(answer), "#main-action")
    assert desk.post(main.get("formaction"), late | {"action": "draft"}).status_code == 303
    assert "My late words." in words(one(parse(desk.get("/desk/visits/talks")), "#queue"))


def test_one_update_is_pinned_at_a_time(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    first, second = talks.publish("First."), talks.publish("Second.")
    for public_id in (first, second):
        assert desk.post(f"{update_at(talks, public_id)}/pin").status_code == 303
        page = parse(client.get("/live/talks"))
        pinned = one(page, "#pinned article[data-pinned]")
        assert pinned.get("data-pinned") == public_id
        assert pinned.get("data-update") is None, "the pinned one is shown a second time, and found only once"
        assert shown(page) == [second, first]
    assert desk.post(f"{update_at(talks, second)}/unpin").status_code == 303
    assert not parse(client.get("/live/talks")).cssselect("#pinned article")


def test_a_key_event_is_listed_until_it_is_none_any_more(desk: Desk, client: FlaskClient, talks: SampleVisit) -> None:
    public_id = talks.publish("A turning point.", headline="Turning point")
    for verb, listed in (("key", 1), ("unkey", 0)):
        assert desk.post(f"{update_at(talks, public_id)}/{verb}").status_code == 303
        page = parse(client.get("/live/talks"))
        assert len(page.cssselect("#key-events li")) == listed
        assert one(page, f'[data-update="{public_id}"]').get("data-key") == str(listed)


def test_verbs_on_what_does_not_exist_are_404(desk: Desk, talks: SampleVisit) -> None:
    for verb in ("pin", "unpin", "key", "unkey", "withdraw"):
        assert desk.post(f"{update_at(talks, 'none')}/{verb}", {"note": "n"}).status_code == 404
    assert desk.get(update_at(talks, "none")).status_code == 404
    assert desk.get("/desk/visits/none").status_code == 404
    assert desk.publish("none", "Words.").status_code == 404
