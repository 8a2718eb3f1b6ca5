"""More of the table of actions: what is done to a visit as a whole. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.models import Verb
from blog.models.visit import now
from tests.actions import LATER, SOON, at_a_time, shows
from tests.stage import Stage


@shows(Verb.ADD_STOP)
def add_a_stop(stage: Stage) -> None:
    city = stage.word("Geneva")
    newsroom.itinerary.add_stop(*stage.by_editor, city, zone="Europe/Zurich", planned_from=now() + SOON)


@shows(Verb.LEAVE)
def leave(stage: Stage) -> None:
    newsroom.itinerary.leave(*stage.by_editor, "vienna")


@shows(Verb.ARRIVE)
def arrive(stage: Stage) -> None:
    newsroom.itinerary.arrive(*stage.by_editor, "tokyo")


@shows(Verb.DESCRIBE)
def describe(stage: Stage) -> None:
    summary = stage.word("All about them")
    newsroom.visits.describe(*stage.by_editor, title=stage.word("Talks"), summary=summary, notice="Clocks are local.")


@shows(Verb.SUM_UP)
def sum_up(stage: Stage) -> None:
    newsroom.visits.sum_up(*stage.by_editor, f"- {stage.word('Both sides')} **agree**\n- on lunch")


@shows(Verb.CHANGE_STOP)
def change_a_stop(stage: Stage) -> None:
    press = stage.word("Pool only")
    newsroom.itinerary.change_stop(*stage.by_editor, "tokyo", "Tokyo", zone="Asia/Tokyo", press_access=press)


@shows(Verb.RENAME_STOP)
def put_the_city_of_a_stop_right(stage: Stage) -> None:
    newsroom.itinerary.change_stop(*stage.by_editor, "vienna", stage.word("Wien"), zone="Europe/Berlin")


@shows(Verb.TAKE_BACK)
def take_an_arrival_back(stage: Stage) -> None:
    newsroom.itinerary.arrive(*stage.by_editor, "tokyo")
    newsroom.itinerary.take_back(*stage.by_editor, "tokyo")


@shows(Verb.SET_STATUS)
def let_it_begin_by_itself(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "upcoming", live_from=now() + SOON)
    with at_a_time(LATER):
        newsroom.due.settle()


@shows(Verb.SET_STATUS)
def pause_until(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "paused", live_from=now() + LATER)


@shows(Verb.SUM_UP)
def take_the_summary_away(stage: Stage) -> None:
    newsroom.visits.sum_up(*stage.by_editor, stage.word("Almost over"))
    newsroom.visits.sum_up(*stage.by_editor, "")
