"""Checks of the desk: a text is written, kept, published, changed and withdrawn."""

from __future__ import annotations

from tests.engines.stage import Stage, check
from tests.engines.tab import Tab

TEXT = "Four hours of talks ended without a date for the next."
COMPOSER = "#composer [name=body]"
EDIT = "main form [name=body]"
SAVE = "#editor #main-action"
FITS = "document.documentElement.scrollWidth <= innerWidth"
IN_VIEW = """[arguments[0], arguments[1]].map((selector) => $(selector).getBoundingClientRect())
  .every(({ top, bottom }) => top >= 0 && bottom <= innerHeight)"""
# No engine but one can be taken off the line by its driver.
GO_OFFLINE = """
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
  self.ask = self.fetch;
  self.fetch = () => Promise.reject(new TypeError('offline'));
"""
COME_BACK = "delete navigator.onLine; self.fetch = self.ask; dispatchEvent(new Event('online'));"


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
    desk.run(GO_OFFLINE)
    for count, text in enumerate((TEXT, "And another one."), 1):
        desk.write(COMPOSER, text)
        desk.click("#main-action")
        desk.see("$('#outbox').dataset.count === arguments[0]", str(count))
        desk.see(f"$('{COMPOSER}').value === ''")
    desk.see_text("#outbox li", TEXT)
    desk.run(COME_BACK)
    desk.see("$('#outbox').dataset.count === '0'")
    desk.see_text("#updates > [data-update]", "And another one.")
    desk.go(stage.site.url + stage.visit.path)
    desk.see_text("#updates > [data-update]:nth-of-type(2)", TEXT)


@check
def on_a_narrow_screen_text_and_button_are_in_view_and_what_waits_leaves(stage: Stage) -> None:
    desk = stage.sign_in(stage.visit.desk_path, narrow=True)
    desk.see_state("live")
    desk.write(COMPOSER, TEXT)
    desk.see(IN_VIEW, COMPOSER, "#main-action")
    desk.see(FITS)
    desk.run(GO_OFFLINE)
    desk.click("#main-action")
    desk.see_text("#outbox li", TEXT)
    desk.see(FITS)
    desk.see(f"$('{COMPOSER}').value === '' && document.activeElement === $('{COMPOSER}')")
    desk.run(COME_BACK)
    desk.see("$('#outbox').dataset.count === '0'")
    desk.go(stage.site.url + stage.visit.path)
    desk.see_text("#updates > [data-update]", TEXT)


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
    desk.click(SAVE)
    desk.see_text(f"#u-{public_id}", "It was more.")
    reader.see_text(f"#u-{public_id}", "And more.")
    reader.see_text(f"#u-{public_id}", "It was more.")


@check
def the_slower_of_two_sees_both_wordings_and_loses_neither(stage: Stage) -> None:
    be_slower(stage, stage.sign_in(edit_path(stage)))


@check
def on_a_narrow_screen_both_wordings_fit_and_are_merged(stage: Stage) -> None:
    desk = stage.sign_in(edit_path(stage), narrow=True)
    be_slower(stage, desk)
    desk.see(FITS)


def edit_path(stage: Stage) -> str:
    return f"{stage.visit.desk_path}/updates/{stage.visit.ids[0]}"


def be_slower(stage: Stage, desk: Tab) -> None:
    """Saves a change after somebody else has, and takes each of the wordings."""
    public_id = stage.visit.ids[0]
    stage.visit.edit(public_id, "The faster wording.")
    desk.write(EDIT, " The slower wording.")
    desk.click("[name=change][value=update]")
    desk.click(SAVE)
    desk.see("document.body.innerText.includes('Someone else was faster')")
    desk.see("document.body.innerText.includes('The faster wording.')")
    desk.see(f"$('{EDIT}').value.includes('The slower wording.')")
    desk.see("!$('[data-settling]')")  # a second press in the same place does nothing for a moment
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
    desk.click(f".tools[data-for='{public_id}'] form[data-confirm=withdraw-dialog] button")
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
