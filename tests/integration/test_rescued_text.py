"""A text that could not be taken is handed back with words for what sending it will do; nothing else ever is."""

from __future__ import annotations

from itertools import product

from flask import Flask

from tests.desk import Desk
from tests.integration.test_safety import methods, rules
from tests.markup import one, parse, words
from tests.sample_visit import SampleVisit

VISIT = "/desk/visits/talks"
TEXTS = [
    (f"{VISIT}/updates", {"body": "My text.", "action": "publish"}, "publish the update in the visit talks"),
    (f"{VISIT}/updates", {"body": "My text."}, "publish the update in the visit talks"),
    (f"{VISIT}/updates", {"body": "My text.", "action": "draft"}, "save the update as a draft"),
    (f"{VISIT}/updates", {"body": "My text.", "action": "submit"}, "hand the update to the editors"),
    (f"{VISIT}/updates", {"body": "My text.", "action": "schedule"}, "schedule the update"),
    (f"{VISIT}/updates", {"body": "My text.", "action": "preview"}, "show a preview"),
    (f"{VISIT}/updates/x", {"body": "My text.", "version": "1", "change": "typo"}, "publish the change to an update"),
    (f"{VISIT}/updates/x", {"body": "My text.", "version": "1", "action": "draft"}, "save the update as a draft"),
    (f"{VISIT}/banner", {"text": "My text."}, "set the banner"),
    (f"{VISIT}/state-of-play", {"state_of_play": "My text."}, "change “Where things stand”"),
]
KEPT = {"desk.publish", "desk.change", "desk.banner", "desk.state_of_play"}
# What strangers send, and the address of shared texts, which the service worker takes on the device.
TAKES_NOTHING = {
    "security.login",
    "desk.second_step",
    "desk.sign_in_by_passkey",
    "desk.invitation",
    "desk.reset",
    "desk.forgot",
    "desk.share",
}


def test_the_page_of_a_kept_text_says_what_sending_it_will_do(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    stranger = Desk.of(app)
    stranger.get("/desk/sign-in")
    for (address, form, what), (who, status) in product(TEXTS, ((desk.client, 400), (stranger.client, 401))):
        answer = who.post(address, data=form)
        assert answer.status_code == status
        page = parse(answer)
        assert "Your text is kept" in words(one(page, "h1"))
        kept = one(page, f'main form[action="{address}"]')
        assert what in words(kept)
        assert one(kept, "textarea").text_content().strip() == "My text."
        assert one(kept, "button[type=submit]").text_content() == "Send it again"


def test_nothing_but_a_text_is_ever_handed_back(app: Flask, desk: Desk, talks: SampleVisit) -> None:
    asked = 0
    for rule, address in rules(app, "/desk"):
        if rule.endpoint in KEPT or "POST" not in methods(rule) or rule.endpoint in TAKES_NOTHING:
            continue
        stranger = Desk.of(app)
        stranger.get("/desk/sign-in")
        out = stranger.post(address, {"note": "My note.", "body": "My text."})
        stale = desk.client.post(address, data={"note": "My note.", "body": "My text."})
        for status, answer, way in ((401, out, "/desk/sign-in"), (400, stale, "/desk")):
            assert answer.status_code == status, rule
            main = one(parse(answer), "main")
            assert main.cssselect("form") == [], rule
            assert "Nothing was changed" in words(main)
            assert one(main, "a.button").get("href").startswith(way)
            assert "My" not in words(main)
        asked += 1
    assert asked > 20
    assert desk.get("/desk").status_code == 200


def test_a_kept_text_goes_out_after_a_new_sign_in_in_another_tab(app: Flask, talks: SampleVisit) -> None:
    desk = Desk.of(app)
    desk.get("/desk/sign-in")
    kept = one(parse(desk.post(f"{VISIT}/updates", {"body": "Written before.", "action": "publish"})), "main form")
    desk.sign_in(talks.editor_email)
    assert desk.client.post(kept.get("action"), data=dict(kept.form_values())).status_code == 303
    assert "Written before." in desk.get("/live/talks").text
