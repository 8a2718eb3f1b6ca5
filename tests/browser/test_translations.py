"""A statement is translated at the desk, switched in place by a reader, and checked again once it has changed."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import People, expect_live
from tests.browser.site import Visit
from tests.browser.test_people_of_the_desk import looks

CHINESE = "双方会谈坦率。\n\n双方同意继续会谈。"
ENGLISH = "The talks were candid.\n\nBoth sides agreed to go on."


def shown(article: Locator) -> list[str]:
    """The passages that are seen."""
    texts = article.locator(".version-row .version").all()
    return [text.inner_text() for text in texts if text.is_visible()]


def test_a_statement_is_translated_switched_in_place_and_checked_again(people: People, visit: Visit) -> None:
    first = visit.publish(CHINESE, headline="外交部声明", lang="zh", kind="readout", speaker="ada-nord")
    reader = people.reader(visit.path)
    expect_live(reader)
    article = reader.locator(f"#updates > [data-update='{first}']")
    expect(article).to_contain_text("双方会谈坦率。")

    editor = people.editor(f"{visit.desk_path}?translate={first}#composer")
    composer = editor.locator("#composer")
    expect(composer.locator("[name=original]")).to_have_value(first)
    expect(composer.locator("[name=lang]")).to_have_value("en")
    composer.locator("[name=body]").fill(ENGLISH)
    assert looks(editor) == []
    composer.get_by_role("button", name="Publish").first.click()

    expect(article.locator(".versions")).to_have_count(1)
    assert sorted(shown(article)) == sorted(f"{ENGLISH}\n\n{CHINESE}".split("\n\n")), "both stand beside each other"
    article.get_by_role("button", name="Side by side").click()
    assert shown(article) == ENGLISH.split("\n\n")
    top = article.bounding_box()
    article.get_by_role("button", name="中文").click()
    assert shown(article) == CHINESE.split("\n\n")
    assert article.bounding_box()["y"] == top["y"]  # type: ignore[index]
    assert looks(reader) == []

    in_a_frame = people.reader(visit.embed_path).locator(f"[data-update='{first}']")
    in_a_frame.get_by_role("button", name="中文").click()
    assert shown(in_a_frame) == CHINESE.split("\n\n")

    visit.edit(first, CHINESE + "\n\n还有一句。", version=1, lang="zh", kind="readout", speaker="ada-nord")
    expect(article).to_contain_text("还有一句。")
    assert shown(article)[-1] == "还有一句。", "the choice is lost by a change"
    translation = reader.locator(f"#updates > [data-original='{first}']")
    expect(translation.locator(".translation-behind")).to_be_visible()
    public_id = translation.get_attribute("data-update")
    editor.goto(f"{visit.desk_path}/updates/{public_id}")
    editor.get_by_role("button", name="The translation holds").click()
    expect(editor.locator("#said")).to_contain_text("Marked as up to date.")
    expect(editor.get_by_role("button", name="The translation holds")).to_have_count(0)
    expect(translation.locator(".translation-behind")).to_have_count(0)
