"""Checks of the line: restarts, a page that was left and found again, and no socket at all."""

from __future__ import annotations

from blog.permissions import SYSTEM
from tests.engines.stage import Stage, check


@check
def a_page_is_live_again_after_a_restart_with_what_it_missed(stage: Stage) -> None:
    tab = stage.read()
    stage.site.stop()
    try:
        tab.see("$('#wire').dataset.state !== 'live'")
        missed = stage.visit.publish("While the server was away.")
    finally:
        stage.site.start()
    tab.see_text(f"#u-{missed}", "While the server was away.")
    tab.see_state("live")
    assert tab.run("return document.querySelectorAll('#updates > [data-update]').length") == 4


@check
def where_no_socket_can_be_opened_the_page_polls(stage: Stage) -> None:
    with stage.without_sockets() as url:
        tab = stage.browser.tab(url + stage.visit.path)
        tab.see_state("polling")
        new = stage.visit.publish("By another way.")
        tab.see_text(f"#u-{new}", "By another way.")
        stage.visit.withdraw(new, "It was not so.")
        tab.see_text(f"#u-{new}", "It was not so.")


@check
def whoever_comes_back_by_the_history_gets_what_they_missed(stage: Stage) -> None:
    tab = stage.read()
    tab.go(f"{stage.site.url}/")
    missed = stage.visit.publish("While another page was read.")
    tab.back()
    tab.see_text(f"#u-{missed}", "While another page was read.")
    tab.see_state("live")


@check
def a_page_whose_log_began_again_loads_itself(stage: Stage) -> None:
    from blog import newsroom

    tab = stage.read()
    tab.run("window.loadedOnce = true")
    stage.site.act(newsroom.visits.reset, stage.visit.id, SYSTEM)
    tab.see("!window.loadedOnce && $('#wire')?.dataset.state === 'live'")
