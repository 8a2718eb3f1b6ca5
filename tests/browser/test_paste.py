"""What is pasted into the composer is published as it looked where it was copied."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from blog.text.markdown import render
from tests.breadth import BREADTH
from tests.browser.conftest import People
from tests.browser.desk import body_field, publish_button
from tests.browser.site import Visit

CASES: list[dict[str, Any]] = [
    {"program": path.stem, **case}
    for path in sorted((Path(__file__).parent / "clipboard").glob("*.toml"))
    for case in tomllib.loads(path.read_text())["case"]
]
# Fills the clipboard as a program does, with HTML as it is: the browser's own ways to write it would clean it.
COPY = """({ html, text }) => addEventListener('copy', (event) => {
    event.preventDefault();
    if (html) event.clipboardData.setData('text/html', html);
    event.clipboardData.setData('text/plain', text);
}, { once: true })"""


@pytest.fixture
def desk(people: People, visit: Visit) -> Page:
    return people.editor(visit.desk_path)


def copy(page: Page, text: str, html: str = "") -> None:
    page.evaluate(COPY, {"html": html, "text": text})
    page.keyboard.press("Control+C")


def paste(page: Page, text: str, html: str = "", keys: str = "Control+V") -> str:
    """Pastes into the text, which is empty, and returns what stands there then."""
    field = body_field(page)
    field.fill("")
    copy(page, text, html)
    page.keyboard.press(keys)
    return field.input_value()


def as_text(html: str) -> str:
    """What a program adds as plain text to the HTML: the words, line by line."""
    return re.sub(r"<[^>]+>", "", re.sub(r"</(p|div|li|h\d|tr)>|<br[^>]*>", "\n", html)).strip() or "words"


def normal(html: str) -> str:
    """HTML without what the reader does not see: line ends, directions, the `rel` of links."""
    return re.sub(r"\n", "", re.sub(r' (?:dir|rel)="[^"]*"', "", html))


def test_every_program_s_clipboard_is_shown_as_it_looked(desk: Page) -> None:
    wrong = []
    for case in CASES:
        html, text = case.get("html", "").strip(), case.get("text", "").strip()
        written = paste(desk, text or as_text(html), html)
        if normal(render(written)) != normal(case["shown"].strip()):
            wrong.append(f"{case['program']}: {case['name']}\n{written}\n— shown as\n{normal(render(written))}")
    assert not wrong, "\n\n".join(wrong)
    assert len(CASES) > 12


def test_a_paste_is_published_undone_and_taken_as_plain_text(desk: Page, people: People, visit: Visit) -> None:
    field, rich = body_field(desk), "<p>They <b>agree</b>.</p><ul><li>peace</li><li>trade</li></ul>"
    field.fill("Before")
    copy(desk, "They agree.\npeace\ntrade", rich)
    desk.keyboard.press("Control+V")
    expect(field).to_have_value("Before\n\nThey **agree**.\n\n- peace\n- trade")
    desk.keyboard.press("Control+Z")
    expect(field).to_have_value("Before")
    assert paste(desk, "They agree.", rich, keys="Control+Shift+V") == "They agree."
    assert paste(desk, "They agree.", rich) == "They **agree**.\n\n- peace\n- trade"
    publish_button(desk).click()
    reader = people.reader(visit.path)
    body = reader.locator("#updates .update-body").first
    expect(body.locator("strong")).to_have_text("agree")
    expect(body.locator("li")).to_have_text(["peace", "trade"])


def test_an_address_pasted_over_words_makes_them_a_link(desk: Page) -> None:
    field = body_field(desk)
    field.fill("See the text")
    copy(desk, "https://a.example/b")
    field.select_text()
    desk.keyboard.press("Control+V")
    expect(field).to_have_value("[See the text](https://a.example/b)")


@BREADTH
def test_a_table_in_a_sentence_gets_lines_of_its_own(desk: Page) -> None:
    field = body_field(desk)
    field.fill("ab")
    copy(desk, "1 2", "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>")
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Control+V")
    expect(field).to_have_value("a\n\n|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |\n\nb")


@BREADTH
def test_paragraphs_pasted_into_a_line_stand_apart_from_its_words_and_words_do_not(desk: Page) -> None:
    field = body_field(desk)
    blocks = "<p><b>Joint statement</b></p><p>They agree.</p>"
    for before, html, text, after, expected in (
        (
            "reporters.",
            blocks,
            "Joint statement\n\nThey agree.",
            "",
            "reporters.\n\n**Joint statement**\n\nThey agree.",
        ),
        ("a", "<p>One.</p><p>Two.</p>", "One.\n\nTwo.", "b", "a\n\nOne.\n\nTwo.\n\nb"),
        ("- ", blocks, "words", "", "- **Joint statement**\n\nThey agree."),
        ("They ", "<b>agree</b>", "agree", " now", "They **agree** now"),
        ("They ", "<p><b>agree</b></p>", "agree", " now", "They **agree** now"),
    ):
        field.fill(before + after)
        copy(desk, text, html)
        field.evaluate("(field, at) => field.setSelectionRange(at, at)", len(before))
        desk.keyboard.press("Control+V")
        expect(field).to_have_value(expected)
