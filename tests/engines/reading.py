"""Checks of the live page: what comes, changes and goes, and that nobody loses their place."""

from __future__ import annotations

from tests.engines.stage import LONG, Stage, check

HELD = "$('#arrivals').innerText"


@check
def a_new_update_is_shown_at_once_to_whoever_is_at_the_top(stage: Stage) -> None:
    tab = stage.read()
    tab.see_text(f"#u-{stage.visit.publish('It has begun.')}", "It has begun.")
    tab.see("$('#arrivals-said').textContent === '1 new update was added to this page.'")


@check
def whoever_reads_below_is_told_how_many_wait_and_is_not_moved(stage: Stage) -> None:
    tab = stage.read(deep=True)
    for number in (1, 2, 3):
        stage.visit.publish(f"Arrival {number}. {LONG}")
    tab.see(f"{HELD} === 'Show 3 new updates'")
    stage.stays(tab)
    tab.click("#arrivals")
    tab.see("document.activeElement?.innerText.includes('Arrival 3.')")
    tab.see("$('#arrivals').hidden")


@check
def a_thousand_arrivals_neither_weigh_on_the_page_nor_move_what_is_read(stage: Stage) -> None:
    tab = stage.read(deep=True)
    elements = "return document.querySelectorAll('*').length"
    for number in range(1, 1001):
        stage.visit.publish(f"Arrival {number}. {LONG}")
    tab.see(f"{HELD} === 'Show 1000 new updates'")
    stage.stays(tab)
    fresh = stage.read(stage.visit.path).run(elements)
    assert tab.run(elements) <= 2 * fresh
    tab.click("#arrivals")
    tab.see("document.activeElement?.innerText.includes('Arrival 1000.')")
    assert tab.run(elements) <= 2 * fresh
    tab.see("$('#pager .pager-older')?.search === '?page=48'")


@check
def a_correction_above_moves_nothing_that_is_read(stage: Stage) -> None:
    tab = stage.read(deep=True)
    above = stage.visit.ids[8]
    stage.visit.edit(above, LONG, reason="correction", note="It was more than that.")
    tab.see_text(f"#u-{above}", "It was more than that.")
    stage.stays(tab)


@check
def a_withdrawal_above_moves_nothing_that_is_read(stage: Stage) -> None:
    tab = stage.read(deep=True)
    above = stage.visit.ids[8]
    stage.visit.withdraw(above, "It was not so.")
    tab.see_text(f"#u-{above}", "It was not so.")
    stage.stays(tab)


@check
def a_banner_and_a_pinned_update_above_move_nothing_that_is_read(stage: Stage) -> None:
    tab = stage.read(deep=True)
    stage.visit.set_banner(LONG[:250])
    tab.see_text("#banner", "A sentence that is long enough")
    stage.stays(tab)
    stage.visit.pin(stage.visit.ids[0])
    tab.see_text("#pinned", "Update 1 of the talks.")
    stage.stays(tab)
    stage.visit.clear_banner()
    stage.visit.unpin(stage.visit.ids[0])
    tab.see("$('#banner').innerText === '' && !$('#pinned')?.innerText.includes('Update 1')")
    stage.stays(tab)


@check
def an_edit_takes_the_place_of_the_old_words(stage: Stage) -> None:
    tab, public_id = stage.read(), stage.visit.ids[1]
    stage.visit.edit(public_id, "It was **four**.", reason="correction", note="Not five.")
    tab.see_text(f"#u-{public_id}", "Not five.")
    tab.see(f"$('#u-{public_id} strong')?.innerText === 'four'")
    assert "Update 2 of the talks." not in tab.run("return document.getElementById('updates').innerText")


@check
def a_withdrawn_update_leaves_its_line_and_none_of_its_words(stage: Stage) -> None:
    tab, public_id = stage.read(), stage.visit.ids[1]
    stage.visit.withdraw(public_id, "It was not so.")
    tab.see_text(f"#u-{public_id}", "It was not so.")
    assert "Update 2 of the talks." not in tab.run("return document.body.innerHTML")


@check
def the_banner_is_set_rewritten_and_cleared_in_its_place(stage: Stage) -> None:
    tab = stage.read()
    tab.run("window.first = document.getElementById('banner')")
    stage.visit.set_banner("The talks have broken down")
    tab.see("$('#banner').innerText.includes('broken down') && $('#banner').getAttribute('role') === 'alert'")
    stage.visit.set_banner("The talks go on")
    tab.see_text("#banner", "The talks go on")
    stage.visit.clear_banner()
    tab.see("$('#banner').innerText === '' && $('#banner') === window.first")


@check
def a_pinned_update_is_shown_twice_and_changes_in_both_places(stage: Stage) -> None:
    tab, public_id = stage.read(), stage.visit.ids[0]
    stage.visit.pin(public_id)
    tab.see_text("#pinned", "Update 1 of the talks.")
    stage.visit.edit(public_id, "Reworded.")
    tab.see_text("#pinned", "Reworded.")
    tab.see_text(f"#u-{public_id}", "Reworded.")
    stage.visit.unpin(public_id)
    tab.see("!$('#pinned')?.innerText.includes('Reworded.')")


@check
def a_key_event_is_in_the_list_and_leads_to_its_update(stage: Stage) -> None:
    tab, public_id = stage.read(), stage.visit.ids[0]
    stage.visit.key(public_id)
    tab.see(f"$('#key-events a[data-goto=\"{public_id}\"]')")
    tab.click(f"#key-events a[data-goto='{public_id}']")
    tab.see(f"document.activeElement?.closest('#u-{public_id}')")
    stage.visit.unkey(public_id)
    tab.see(f"!$('#key-events a[data-goto=\"{public_id}\"]')")


@check
def a_filter_stays_live_and_says_what_it_hides(stage: Stage) -> None:
    stage.visit.key(stage.visit.ids[0])
    tab = stage.read(f"{stage.visit.path}?key=1")
    stage.visit.publish("Of no weight.")
    tab.see("$('#filtered-out').textContent === '1 new update is hidden by this filter.'")
    new = stage.visit.publish("A turning point.", key=True)
    tab.see_text(f"#u-{new}", "A turning point.")
    assert tab.run("return document.querySelectorAll('#updates > [data-update]').length") == 2


@check
def a_filter_swaps_the_list_and_back_and_forward_bring_each_again(stage: Stage) -> None:
    stage.visit.key(stage.visit.ids[0])
    tab = stage.read()
    tab.run("window.isSameDocument = true")
    count = "document.querySelectorAll('#updates > [data-update]').length"
    tab.click("#filters a[data-filter='key=1']")
    tab.see(f"{count} === 1 && location.search === '?key=1'")
    stage.visit.publish("Of no weight.")
    tab.see("$('#filtered-out').textContent === '1 new update is hidden by this filter.'")
    tab.run("history.back()")
    tab.see(f"{count} === 4 && location.search === ''")
    stage.visit.publish("And on it goes.")
    tab.see(f"{count} === 5")
    tab.run("history.forward()")
    tab.see(f"{count} === 1 && location.search === '?key=1'")
    tab.see_state("live")
    assert tab.run("return window.isSameDocument === true")


@check
def the_reader_goes_by_a_clock_of_their_own_and_back(stage: Stage) -> None:
    tab = stage.read()
    choose = """const select = document.querySelector('#times-in select');
      select.value = arguments[0];
      select.dispatchEvent(new Event('change', { bubbles: true }));"""
    city = f"$('#u-{stage.visit.ids[0]} .city').textContent"
    tab.see(f"{city} === 'Vienna'")
    tab.run(choose, "*")
    tab.see(f"{city} === 'New York'")
    new = stage.visit.publish("By the reader's clock.")
    tab.see(f"$('#u-{new} .city')?.textContent === 'New York'")
    tab.run(choose, "")
    tab.see(f"{city} === 'Vienna'")


@check
def whoever_comes_back_sees_what_is_new_since_they_left(stage: Stage) -> None:
    tab = stage.read()
    tab.see("Object.keys(localStorage).some((key) => key.startsWith('dateline:seen'))")
    stage.visit.publish("In the meantime.")
    tab.see("document.getElementById('updates').innerText.includes('In the meantime.')")
    tab.run("""
      addEventListener('pagehide', () => {
        for (const key of Object.keys(localStorage)) {
          if (!key.startsWith('dateline:seen')) continue;
          const seen = JSON.parse(localStorage[key]);
          localStorage[key] = JSON.stringify({ ...seen, number: seen.number - 1, at: seen.at - 3600_000 });
        }
      });
    """)
    tab.go(f"{stage.site.url}{stage.visit.path}?")
    tab.see("$('#updates > .since')?.innerText.includes('new since')")


@check
def a_permalink_shows_its_update_among_the_others(stage: Stage) -> None:
    public_id = stage.visit.ids[0]
    tab = stage.read(f"{stage.visit.path}/updates/{public_id}")
    tab.see(f"$('article[aria-current]')?.dataset.update === '{public_id}'")
    stage.visit.edit(public_id, "Reworded.")
    tab.see_text(f"#u-{public_id}", "Reworded.")


@check
def no_page_is_wider_than_its_window(stage: Stage) -> None:
    tab = stage.read()
    for path in (stage.visit.path, stage.visit.embed_path, "/", f"{stage.visit.path}/search?q=talks"):
        tab.go(stage.site.url + path)
        tab.see("document.readyState === 'complete'")
        assert tab.run("return document.documentElement.scrollWidth <= innerWidth"), path
