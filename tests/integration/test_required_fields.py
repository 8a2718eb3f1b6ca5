"""A field that must be filled in says so in its label; what the label does not say is not asked for afterwards."""

from __future__ import annotations

import pytest

from tests.desk import Desk
from tests.markup import Element, one, parse, words
from tests.sample_visit import SampleVisit

DESK = "/desk/visits/talks"
FORMS = {
    "add-speaker": DESK,
    "add-topic": DESK,
    "new-speaker": f"{DESK}/set-up",
    "new-topic": f"{DESK}/set-up",
    "new-stop": f"{DESK}/set-up",
    "new-delegation": f"{DESK}/set-up",
    "description": f"{DESK}/set-up",
    "new": "/desk/visits/new",
}


WORDS = {"zone": "Europe/Oslo", "slug": "oslo-2010"}


def fields(form: Element) -> list[Element]:
    return form.cssselect("input[type=text], textarea, select")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_for_what_it_marks_as_required_and_for_nothing_else(
    desk: Desk, talks: SampleVisit, name: str
) -> None:
    form = one(parse(desk.get(FORMS[name])), f"form#{name}")
    marked = {field.get("name") for field in fields(form) if field.get("aria-required") or "required" in field.attrib}
    for field in fields(form):
        label = words(one(form, f'label[for="{field.get("id")}"]'))
        assert ("required" in label) == (field.get("name") in marked), label
    assert asked_for(desk, form) == marked


def asked_for(desk: Desk, form: Element) -> set[str]:
    """Which fields the desk asks for, one after the other, until it takes the form."""
    asked: set[str] = set()
    values = {str(field.get("name")): "" for field in fields(form)}
    choices = {
        str(choice.get("name")): [str(option.get("value")) for option in choice.cssselect("option")]
        for choice in form.cssselect("select")
    }
    values |= {name: offered[0] for name, offered in choices.items()}
    while (answer := desk.post(str(form.get("action")), values)).status_code == 422:
        missing = {str(field.get("name")) for field in fields(parse(answer)) if field.get("aria-invalid")} - asked
        assert missing, words(one(parse(answer), "[role=alert]"))
        asked |= missing
        values |= {
            field: choices[field][-1] if field in choices else WORDS.get(field, "Some words") for field in missing
        }
    return asked
