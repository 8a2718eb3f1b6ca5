"""Acts that change the team of a visit, for the convergence of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from blog import newsroom
from blog.models import DeskVerb
from tests.action_context import ActionContext
from tests.sample_visit import SampleVisit


def team_actions(talks: SampleVisit) -> Iterator[tuple[DeskVerb, Callable[[ActionContext], object]]]:
    """Somebody leaves the team, comes back to it, is given another role, and is switched off."""
    by, added = (talks.visit_id, talks.admin_id), list[int]()

    def leave(_: ActionContext) -> None:
        account = {"name": "Nadia New", "role": "editor", "password": "long enough"}
        added.append(newsroom.reporters.add("nadia@example.org", **account))
        newsroom.team.remove(*by, added[0])

    yield DeskVerb.LEAVE_TEAM, leave
    yield DeskVerb.JOIN_TEAM, lambda _: newsroom.team.add(*by, added[0])
    acts = newsroom.administration
    yield DeskVerb.CHANGE_MEMBER, lambda _: acts.change_role(talks.admin_id, added[0], "reporter")
    yield DeskVerb.CHANGE_MEMBER, lambda _: acts.change_role(talks.admin_id, added[0], "admin")
    yield DeskVerb.CHANGE_MEMBER, lambda _: acts.switch_off(talks.admin_id, added[0])
    yield DeskVerb.CHANGE_MEMBER, lambda _: acts.switch_on(talks.admin_id, added[0])
