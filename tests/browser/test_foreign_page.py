"""A page of another site, open in a reporter's browser, does nothing at the desk and signs nobody out."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.breadth import BREADTH
from tests.browser import desk as at_desk
from tests.browser.conftest import People
from tests.browser.host import Host
from tests.browser.site import Visit
from tests.browser.watch import Watch

WORDS = "Words that no reporter wrote"


def test_a_foreign_form_is_refused_and_the_reporter_stays_signed_in(
    people: People, visit: Visit, host: Host, watch: Watch
) -> None:
    desk = people.editor(visit.desk_path)
    watch.expect("answered 403", "status of 403")
    before, refused = cookies(desk), visit.site.log().count(f"origin={host.url}")
    update = f"{visit.desk_path}/updates/{visit.ids[0]}"
    for path in (f"{visit.desk_path}/updates", f"{update}/purge", f"{visit.desk_path}/banner", "/desk/sign-out"):
        victim = desk.context.new_page()
        victim.goto(foreign_form(host, visit.site.url + path))
        with victim.expect_response(visit.site.url + path) as answered:
            victim.get_by_role("button", name="Win a prize").click()
        assert answered.value.status == 403
        assert "set-cookie" not in answered.value.all_headers()
        expect(victim.get_by_text("came from another site")).to_be_visible()
        expect(victim.locator("form")).to_have_count(0)
        victim.close()
    assert cookies(desk) == before
    assert visit.site.log().count(f"origin={host.url}") == refused + 4
    desk.reload()
    expect(at_desk.account(desk)).to_be_visible()
    assert WORDS not in desk.context.request.get(visit.path).text()


@BREADTH
def test_the_desk_in_a_foreign_frame_signs_nobody_out(people: People, visit: Visit, host: Host, watch: Watch) -> None:
    desk = people.editor(visit.desk_path)
    watch.expect("ERR_BLOCKED_BY", "frame-ancestors", "answered 403", "status of 403")
    before = cookies(desk)
    address = f"{visit.site.url}/desk/sign-in"
    form = foreign_form(host, f"{visit.site.url}{visit.desk_path}/updates", target="inside")
    host.page += f'<iframe title="Sign-in" src="{address}"></iframe><img alt="" src="{address}">'
    victim = desk.context.new_page()
    with victim.expect_event("requestfailed"):
        victim.goto(form)
    with victim.expect_event("requestfailed"):
        victim.get_by_role("button", name="Win a prize").click()
    assert cookies(desk) == before
    desk.reload()
    expect(at_desk.account(desk)).to_be_visible()


@BREADTH
def test_a_link_on_another_site_leads_to_the_desk(people: People, visit: Visit, host: Host) -> None:
    desk = people.editor(visit.desk_path)
    host.page, host.policy = f'<a href="{visit.site.url}{visit.desk_path}">The desk</a>', ""
    desk.goto(f"{host.url}/")
    desk.get_by_role("link", name="The desk").click()
    expect(at_desk.account(desk)).to_be_visible()


def foreign_form(host: Host, action: str, *, target: str = "_self") -> str:
    """The address of a page on another site with a form for ours, which its button sends."""
    inputs = "".join(f'<input type="hidden" name="{name}" value="{WORDS}">' for name in ("body", "note", "text"))
    button, frame = "<button>Win a prize</button>", '<iframe name="inside" title="Inside"></iframe>'
    host.page = f'<form method="post" action="{action}" target="{target}">{inputs}{button}</form>{frame}'
    host.policy = ""
    return f"{host.url}/"


def cookies(page: Page) -> list[str]:
    """The values of the desk's cookies."""
    return sorted(cookie["value"] for cookie in page.context.cookies() if cookie["path"] == "/desk")
