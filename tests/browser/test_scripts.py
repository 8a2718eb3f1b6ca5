"""Text in another script than Latin looks as its readers expect: its own fonts, lines, emphasis and direction."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.site import Site
from tests.browser.watch import Watch
from tests.servers.chromium import find_chromium

FONTS = Path(__file__).with_name("fonts")
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# One sentence in each language, the font that is written for it, and what else is seen of it.
HAN = "直骨海"
WRITTEN = {
    "zh": (f"双方重申“对话”……{HAN}", "Noto Serif CJK SC"),
    "zh-Hant": (f"雙方重申「對話」，{HAN}", "Noto Serif CJK TC"),
    "ja": (f"両国は「対話」を強調した。{HAN}", "Noto Serif CJK JP"),
    "ko": ("양측은 대화를 강조했다", "Noto Serif CJK KR"),
    "ar": ("أكد الجانبان أهمية الحوار", "Noto Naskh Arabic"),
    "fa": ("دو طرف بر گفت‌وگو تأکید کردند", "Noto Naskh Arabic"),
    "he": ("הצדדים הדגישו את הדיאלוג", "Noto Serif Hebrew"),
}
RIGHT_TO_LEFT = {"ar", "fa", "he"}
SETTINGS = """(paragraph) => {
  const [block, emphasis] = [getComputedStyle(paragraph), getComputedStyle(paragraph.querySelector('em'))];
  return {
    direction: block.direction,
    start: block.textAlign,
    breaks: block.wordBreak,
    slant: emphasis.fontStyle,
    dots: emphasis.textEmphasisStyle,
    weight: emphasis.fontWeight,
    spacing: getComputedStyle(paragraph.closest('article').querySelector('.update-headline')).letterSpacing,
    leading: parseFloat(block.lineHeight) / parseFloat(block.fontSize),
  };
}"""


@pytest.fixture(scope="module")
def page(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A visit in English with an update in each language, in a browser that has the fonts of the tests alone."""
    visit = site.new_visit()
    for lang, (words, _font) in WRITTEN.items():
        visit.publish(f"{words}\n\n{words} *{words}* *Le Monde*", headline=words, lang=lang)
    visit.publish("He said so in *Le Monde*.", headline="In English")
    folder = tmp_path_factory.mktemp("fontconfig")
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(fonts=FONTS, cache=folder))
    chromium = find_chromium()
    lettered = browser.browser_type.launch(
        executable_path=chromium.executable,
        args=list(chromium.args),
        env={**os.environ, **chromium.env, "FONTCONFIG_FILE": str(config)},
    )
    watch = Watch(site.url)
    page = watch.over(lettered.new_context(base_url=site.url)).new_page()
    page.goto(visit.path)
    yield page
    lettered.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def article(page: Page, lang: str) -> Locator:
    return page.locator(f"#updates article[lang={lang}]")


def test_each_language_is_in_its_own_font_though_the_page_is_english(page: Page) -> None:
    for lang, (_words, font) in WRITTEN.items():
        for part in (".update-headline", ".update-body > p"):
            fonts = drawn_in(page, article(page, lang).locator(part).first)
            assert {one for one in fonts if not one.startswith("Dateline")} == {font}, (lang, part)
    # Our fonts have “ and … as well, as wide as Latin has them.
    assert drawn_in(page, article(page, "zh").locator(".update-body > p").first) == {WRITTEN["zh"][1]}
    english = drawn_in(page, page.locator("#updates article:not([lang]) .update-body > p"))
    assert all(font.startswith("Dateline") for font in english)


def test_each_language_has_its_lines_its_direction_and_its_emphasis(page: Page) -> None:
    seen = {lang: article(page, lang).locator("p:has(em)").evaluate(SETTINGS) for lang in WRITTEN}
    assert {lang for lang in seen if seen[lang]["direction"] == "rtl"} == RIGHT_TO_LEFT
    assert {lang: settings["slant"] for lang, settings in seen.items()} == dict.fromkeys(WRITTEN, "normal")
    assert {seen[lang]["spacing"] for lang in WRITTEN} <= {"normal", "0px"}
    assert [lang for lang in seen if seen[lang]["dots"] != "none"] == ["zh", "zh-Hant", "ja", "ko"]
    assert {seen[lang]["weight"] for lang in RIGHT_TO_LEFT} == {"650"}
    assert [lang for lang in seen if seen[lang]["breaks"] == "keep-all"] == ["ko"]
    assert all(settings["start"] == "start" for settings in seen.values())
    within = article(page, "zh").locator("em", has_text="Le Monde")
    assert within.evaluate("(em) => [getComputedStyle(em).fontStyle, getComputedStyle(em).textEmphasisStyle]") == [
        "italic",
        "none",
    ]
    latin = page.locator("#updates article:not([lang]) p:has(em)").evaluate(SETTINGS)
    assert (latin["slant"], latin["dots"]) == ("italic", "none")
    assert all(settings["leading"] > latin["leading"] for settings in seen.values())


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_reaches_over_the_edge(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def drawn_in(page: Page, element: Locator) -> set[str]:
    """The families of the fonts that an element's characters are really drawn in."""
    chromium = page.context.new_cdp_session(page)
    try:
        chromium.send("DOM.enable")
        chromium.send("CSS.enable")
        root = chromium.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        element.evaluate("(node) => node.setAttribute('data-measured', '')")
        node = chromium.send("DOM.querySelector", {"nodeId": root, "selector": "[data-measured]"})["nodeId"]
        fonts = chromium.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        element.evaluate("(node) => node.removeAttribute('data-measured')")
    finally:
        chromium.detach()
    return {font["familyName"] for font in fonts}
