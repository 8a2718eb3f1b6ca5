"""More of the table of actions: what is done to the schedule. It is read by `tests.actions`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from blog import newsroom
from blog.models import Verb
from blog.models.visit import now
from blog.newsroom.engagements import Plan
from tests.action_context import ActionContext
from tests.actions import LATER, SOON, at_a_time, shows

# What readers must never see.
FOR_COLLEAGUES = {"gathering": "GatherAtTheNorthGate", "note": "NoteForColleaguesOnly"}


def planned(context: ActionContext, title: str, after: timedelta = SOON) -> str:
    begins_at = now() + after
    wanted = Plan(
        title=context.word(title),
        begins_at=begins_at,
        ends_at=begins_at + SOON,
        place="Great Hall",
        access="pooled",
        call_at=begins_at - timedelta(minutes=47),
        covered_by=[context.talks.editor_id],
        **FOR_COLLEAGUES,
    )
    return newsroom.engagements.plan(*context.by_editor, "tokyo", wanted)


@shows(Verb.PLAN)
def plan_an_event(context: ActionContext) -> None:
    planned(context, "Welcome ceremony")
    planned(context, "Signing", LATER)


@shows(Verb.REPLAN)
def correct_an_event(context: ActionContext) -> None:
    key = planned(context, "Dinner")
    wanted = Plan(title=context.word("State dinner"), begins_at=now() + LATER, access="spray", **FOR_COLLEAGUES)
    newsroom.engagements.replan(*context.by_editor, key, "tokyo", wanted)
    newsroom.engagements.replan(*context.by_editor, key, "tokyo", replace(wanted, gathering="GatherAtTheSouthGate"))


@shows(Verb.RESCHEDULE)
def move_an_event(context: ActionContext) -> None:
    newsroom.engagements.reschedule(*context.by_editor, planned(context, "Lunch"), now() + timedelta(minutes=30))


@shows(Verb.FINISH)
def let_an_event_begin_and_end(context: ActionContext) -> None:
    key = planned(context, "Talks")
    newsroom.engagements.begin(*context.by_editor, key)
    newsroom.engagements.finish(*context.by_editor, key)


@shows(Verb.BEGIN)
def let_an_event_begin(context: ActionContext) -> None:
    newsroom.engagements.begin(*context.by_editor, planned(context, "Walk"))


@shows(Verb.CALL_OFF)
def cancel_an_event(context: ActionContext) -> None:
    newsroom.engagements.call_off(*context.by_editor, planned(context, "Concert"))


@shows(Verb.REINSTATE)
def plan_a_cancelled_event_again(context: ActionContext) -> None:
    key = planned(context, "Press conference")
    newsroom.engagements.call_off(*context.by_editor, key)
    newsroom.engagements.reinstate(*context.by_editor, key)


@shows(Verb.MOVE_ON)
def let_time_pass(context: ActionContext) -> None:
    planned(context, "Tea", timedelta(minutes=5))
    with at_a_time(timedelta(minutes=10)):
        newsroom.schedule.run_due()


@shows(Verb.UNPLAN)
def remove_an_event(context: ActionContext) -> None:
    newsroom.engagements.unplan(*context.by_editor, planned(context, "Mistake", timedelta(minutes=1)))
