"""Checks of the feed on other sites: by the script, in sandboxes, and in WordPress."""

from __future__ import annotations

from tests.engines.stage import LONG, Stage, check
from tests.engines.tab import Tab

FRAME = "iframe"
IS_STYLED = "getComputedStyle($('.embed-title')).fontFamily.includes('Dateline')"


def expect_all_in_view(tab: Tab) -> None:
    """The frame is as high as its text."""
    tab.see("innerHeight === Math.ceil(document.documentElement.getBoundingClientRect().height)", frame=FRAME)


def expect_changes(stage: Stage, tab: Tab) -> None:
    """What is new, corrected and withdrawn is so in the frame."""
    new = stage.visit.publish("Something new.")
    tab.see_text(f"#u-{new}", "Something new.", FRAME)
    stage.visit.edit(new, "Something newer.", reason="correction", note="It was another.")
    tab.see_text(f"#u-{new}", "It was another.", FRAME)
    stage.visit.withdraw(new, "It was not so.")
    tab.see_text(f"#u-{new}", "It was not so.", FRAME)
    assert "Something newer." not in tab.run("return document.documentElement.outerHTML", frame=FRAME)


@check
def the_script_puts_a_live_feed_of_the_right_height_on_another_site(stage: Stage) -> None:
    tab = stage.embed()
    expect_all_in_view(tab)
    expect_changes(stage, tab)
    stage.visit.publish(LONG)
    tab.see("document.getElementById('updates').innerText.includes('long enough')", frame=FRAME)
    expect_all_in_view(tab)


@check
def a_site_with_a_strict_policy_may_embed(stage: Stage) -> None:
    line = f'<script async src="{stage.site.url}/embed.js" data-visit="{stage.visit.slug}"></script>'
    tab = stage.browser.tab(stage.host.show_strictly(stage.site.url, line))
    tab.see_state("live", frame=FRAME)
    expect_all_in_view(tab)


@check
def a_rule_of_the_site_for_all_frames_cuts_off_no_text(stage: Stage) -> None:
    address = stage.host.show(stage.site.url, stage.visit.slug, both=False)
    rules = (
        "height: auto !important; border: 12px solid !important; box-sizing: border-box; max-height: 300px !important"
    )
    stage.host.page = stage.host.page.replace("</style>", f"iframe {{ {rules} }} </style>")
    tab = stage.browser.tab(address)
    tab.see_state("live", frame=FRAME)
    expect_all_in_view(tab)


@check
def whoever_reads_in_the_middle_of_a_feed_elsewhere_is_not_moved(stage: Stage) -> None:
    stage.visit = stage.site.new_visit(updates=12)
    tab = stage.embed(' data-limit="12"')
    expect_all_in_view(tab)
    reading, above = stage.visit.ids[3], stage.visit.ids[10]
    in_frame = f"return document.getElementById('u-{reading}').getBoundingClientRect().top"
    frame_top = "return document.querySelector('iframe').getBoundingClientRect().top"
    tab.run(f"scrollBy(0, arguments[0] + ({frame_top.removeprefix('return ')}) - 100)", tab.run(in_frame, frame=FRAME))
    tab.run("return new Promise((done) => setTimeout(done, 300))")  # observers tell the frame what is in view
    place = tab.run(frame_top) + tab.run(in_frame, frame=FRAME)
    stage.visit.edit(above, LONG, reason="correction", note="It was more than that.")
    tab.see_text(f"#u-{above}", "It was more than that.", FRAME)
    expect_all_in_view(tab)
    tab.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    now = tab.run(frame_top) + tab.run(in_frame, frame=FRAME)
    assert abs(now - place) <= 2, f"it has moved from {place} to {now}"


@check
def a_link_in_a_feed_elsewhere_opens_a_window_that_knows_nothing_of_it(stage: Stage) -> None:
    tab = stage.embed()
    before = stage.browser.tabs()
    tab.click(".embed-all", FRAME)
    opened = stage.browser.see_new_tab(before)
    opened.see_state("live")
    assert opened.run("return window.opener === null")


@check
def a_feed_in_wordpress_polls_in_its_own_style_and_takes_words_back(stage: Stage) -> None:
    tab = stage.wordpress()
    tab.see_state("polling", FRAME)
    tab.see(IS_STYLED, frame=FRAME)
    tab.see("[...document.fonts].some(({ status }) => status === 'loaded')", frame=FRAME)
    expect_changes(stage, tab)


@check
def wordpress_gives_the_feed_its_height_and_follows_its_links(stage: Stage) -> None:
    tab = stage.wordpress()
    tab.see_state("polling", FRAME)
    expect_all_in_view(tab)
    for _ in range(3):
        stage.visit.publish(LONG * 2)
    tab.see("$('iframe').height === '1000'")
    tab.click(".embed-title a", FRAME)
    tab.see("location.href === arguments[0]", stage.site.url + stage.visit.path)


@check
def a_sandbox_that_lets_no_link_open_shows_the_address(stage: Stage) -> None:
    for sandbox in ("allow-scripts", "allow-scripts allow-same-origin"):
        tab = stage.sandbox(sandbox)
        tab.see_state("live" if "origin" in sandbox else "polling", FRAME)
        tab.see(IS_STYLED, frame=FRAME)
        before = stage.browser.tabs()
        tab.click(".embed-all", FRAME)
        tab.see_text(".link-address", stage.site.url + stage.visit.path, FRAME)
        assert tab.run("return getSelection().toString()", frame=FRAME) == stage.site.url + stage.visit.path
        assert len(stage.browser.tabs()) == len(before)


@check
def what_opens_from_a_sandbox_is_a_styled_page_that_polls(stage: Stage) -> None:
    tab = stage.sandbox("allow-scripts allow-popups")
    tab.see_state("polling", FRAME)
    before = stage.browser.tabs()
    tab.click(".embed-all", FRAME)
    opened = stage.browser.see_new_tab(before)
    opened.see_state("polling")
    opened.see("getComputedStyle($('#visit-title')).fontFamily.includes('Dateline')")
    new = stage.visit.publish("Something new.")
    opened.see_text(f"#u-{new}", "Something new.")


@check
def a_sandbox_that_allows_all_that_is_needed_is_live(stage: Stage) -> None:
    tab = stage.sandbox("allow-scripts allow-same-origin allow-popups")
    tab.see_state("live", FRAME)
    expect_changes(stage, tab)
