"""More of the table of actions: what is done to a visit as a whole. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.models import Verb
from blog.models.visit import now
from blog.queries import visits
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
        newsroom.schedule.run_due()


@shows(Verb.SET_STATUS)
def pause_until(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "paused", live_from=now() + LATER)


@shows(Verb.SUM_UP)
def take_the_summary_away(stage: Stage) -> None:
    newsroom.visits.sum_up(*stage.by_editor, stage.word("Almost over"))
    newsroom.visits.sum_up(*stage.by_editor, "")


@shows(Verb.RENAME_SPEAKER)
def put_the_name_of_a_speaker_right(stage: Stage) -> None:
    stage.talks.publish(stage.word("> Said so"), kind="statement", speaker="ada-nord", topics=["trade"])
    newsroom.people.change_speaker(*stage.by_editor, "ada-nord", name=stage.word("Ada Norden"), title="Envoy")


@shows(Verb.ALTER_DELEGATION)
def put_a_delegation_right(stage: Stage) -> None:
    fields = {"short_name": stage.word("N"), "country": "Northland", "capital": "Oslo", "zone": "Europe/Oslo"}
    newsroom.people.alter_delegation(*stage.by_editor, "north", stage.word("The North"), **fields)


@shows(Verb.RENAME_TOPIC)
def rename_a_topic(stage: Stage) -> None:
    newsroom.people.rename_topic(*stage.by_editor, "trade", stage.word("Commerce"))


@shows(Verb.DROP_TOPIC)
def drop_a_topic(stage: Stage) -> None:
    slug = _added(stage, "visas") or newsroom.people.add_topic(*stage.by_editor, stage.word("By mistake"))
    newsroom.removal.drop_topic(*stage.by_editor, slug)


@shows(Verb.DROP_SPEAKER)
def drop_a_speaker(stage: Stage) -> None:
    by, given = stage.by_editor, {"title": "Envoy", "delegation": "south"}
    key = _added(stage, "eve-est") or newsroom.people.add_speaker(*by, stage.word("No Body"), **given)
    newsroom.removal.drop_speaker(*by, key)


@shows(Verb.DROP_DELEGATION)
def drop_a_delegation(stage: Stage) -> None:
    by, clock = stage.by_editor, {"capital": "Quito", "zone": "America/Bogota"}
    key = _added(stage, "east") or newsroom.people.add_delegation(*by, stage.word("West"), **clock)
    newsroom.removal.drop_delegation(*by, key)


@shows(Verb.DROP_STOP)
def drop_a_stop(stage: Stage) -> None:
    key = _added(stage, "geneva") or newsroom.itinerary.add_stop(*stage.by_editor, stage.word("Cairo"), zone="UTC")
    newsroom.removal.drop_stop(*stage.by_editor, key)


@shows(Verb.DROP_STOP)
def drop_the_stop_by_whose_clocks_the_page_goes(stage: Stage) -> None:
    newsroom.banner.set_banner(*stage.by_editor, stage.word("Timed by the place where they are"))
    key = newsroom.itinerary.add_stop(*stage.by_editor, stage.word("Cairo"), zone="Africa/Cairo")
    newsroom.itinerary.arrive(*stage.by_editor, key)
    newsroom.removal.drop_stop(*stage.by_editor, key)


def _added(stage: Stage, key: str) -> str:
    """The key of what an earlier action added, which open pages show by now; empty when none did."""
    visit = visits.by_id(stage.talks.visit_id)
    assert visit
    people = [speaker for side in visit.delegations for speaker in side.speakers]
    keys = [thing.key for thing in (*visit.stops, *visit.delegations, *people)] + [each.slug for each in visit.topics]
    return next((known for known in keys if known.startswith(key)), "")
