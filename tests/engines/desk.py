"""Checks of the desk: a text is written, kept, published, changed and withdrawn."""

from __future__ import annotations

from tests.engines.stage import Stage, check

TEXT = "Four hours of talks ended without a date for the next."
COMPOSER = "#composer [name=body]"
EDIT = "main form [name=body]"


@check
def a_text_that_is_composed_is_seen_before_and_after_it_is_published(stage: Stage) -> None:
    desk = stage.sign_in(stage.visit.desk_path)
    desk.see_state("live")
    desk.write("#composer [name=headline]", "Talks end")
    desk.write(COMPOSER, TEXT)
    desk.click("#composer button[value=preview]")
    desk.see_text("#preview", TEXT)
    desk.click("#main-action")
    desk.see(f"$('{COMPOSER}').value === ''")
    desk.see_text("#updates > [data-update]", TEXT)
    desk.go(stage.site.url + stage.visit.path)
    desk.see_text("#updates > [data-update]", TEXT)


@check
def a_text_that_cannot_be_sent_waits_and_leaves_by_itself(stage: Stage) -> None:
    desk = stage.sign_in(stage.visit.desk_path)
    desk.see_state("live")
    # No engine but one can be taken off the line by its driver.
    desk.run(
        """
        Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
        self.ask = self.fetch;
        self.fetch = () => Promise.reject(new TypeError('offline'));
        """
    )
    for count, text in enumerate((TEXT, "And another one."), 1):
        desk.write(COMPOSER, text)
        desk.click("#main-action")
        desk.see("$('#outbox').dataset.count === arguments[0]", str(count))
        desk.see(f"$('{COMPOSER}').value === ''")
    desk.see_text("#outbox li", TEXT)
    desk.run("delete navigator.onLine; self.fetch = self.ask; dispatchEvent(new Event('online'));")
    desk.see("$('#outbox').dataset.count === '0'")
    desk.see_text("#updates > [data-update]", "And another one.")
    desk.go(stage.site.url + stage.visit.path)
    desk.see_text("#updates > [data-update]:nth-of-type(2)", TEXT)


@check
def a_text_outlives_its_page(stage: Stage) -> None:
    desk = stage.sign_in(stage.visit.desk_path)
    desk.see_state("live")
    desk.write(COMPOSER, TEXT)
    desk.see("Object.keys(localStorage).some((name) => localStorage[name].includes('Four hours'))")
    desk.go(f"{stage.site.url}/desk")
    desk.go(stage.site.url + stage.visit.desk_path)
    desk.see(f"$('{COMPOSER}').value === arguments[0]", TEXT)


@check
def a_correction_is_marked_with_its_note(stage: Stage) -> None:
    public_id = stage.visit.ids[0]
    desk = stage.sign_in(f"{stage.visit.desk_path}/updates/{public_id}")
    reader = stage.read()
    desk.write(EDIT, " And more.")
    desk.click("[name=change][value=correction]")
    desk.write("[name=note]", "It was more.")
    desk.click("main form button[value=publish], main form button[type=submit]:last-of-type")
    desk.see_text(f"#u-{public_id}", "It was more.")
    reader.see_text(f"#u-{public_id}", "And more.")
    reader.see_text(f"#u-{public_id}", "It was more.")


@check
def the_slower_of_two_sees_both_wordings_and_loses_neither(stage: Stage) -> None:
    public_id = stage.visit.ids[0]
    desk = stage.sign_in(f"{stage.visit.desk_path}/updates/{public_id}")
    stage.visit.edit(public_id, "The faster wording.")
    desk.write(EDIT, " The slower wording.")
    desk.click("[name=change][value=update]")
    desk.click("main form button[value=publish], main form button[type=submit]:last-of-type")
    desk.see("document.body.innerText.includes('Someone else was faster')")
    desk.see("document.body.innerText.includes('The faster wording.')")
    desk.see(f"$('{EDIT}').value.includes('The slower wording.')")
    for wording in ("theirs", "merged", "mine"):
        desk.click(f"[name=take][value={wording}]")
        desk.see(f"$('[name=take][value={wording}]').getAttribute('aria-pressed') === 'true'")
        desk.see(f"$('{EDIT}').value.includes('The slower wording') === {'false' if wording == 'theirs' else 'true'}")
        desk.see(f"$('{EDIT}').value.includes('The faster wording') === {'false' if wording == 'mine' else 'true'}")


@check
def an_update_is_withdrawn_with_a_reason(stage: Stage) -> None:
    public_id = stage.visit.ids[2]
    desk = stage.sign_in(stage.visit.desk_path)
    desk.see_state("live")
    desk.click(f".tools[data-for='{public_id}'] summary")
    desk.click(f".tools[data-for='{public_id}'] form[data-confirm] button")
    desk.see("$('#withdraw-dialog').open")
    desk.write("#withdraw-dialog [name=note]", "It was not so.")
    desk.click("#withdraw-dialog button[value=yes]")
    desk.see_text(f"#u-{public_id}", "It was not so.")


@check
def a_banner_is_set_at_the_desk(stage: Stage) -> None:
    desk = stage.sign_in(stage.visit.desk_path)
    desk.see_state("live")
    desk.click("#banner-panel > summary")
    desk.write("#banner-text", "The talks go on")
    desk.click("#banner-form button[type=submit]")
    desk.see_text("#banner", "The talks go on")
