"""More of the table of actions: what is done to a visit as a whole. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.models import State, Verb
from blog.models.visit import now
from blog.newsroom.posts import Post
from blog.queries import visits
from tests.action_context import ActionContext
from tests.actions import LATER, SOON, at_a_time, shows


@shows(Verb.PUBLISH)
def release_an_embargo(context: ActionContext) -> None:
    embargo_id = newsroom.embargoes.set_embargo(*context.by_editor, context.word("When he speaks"))
    post = Post(context.word("Held until then"), key=True)
    newsroom.drafts.save(*context.by_editor, post, state=State.HELD, embargo=embargo_id)
    newsroom.banner.hold_banner(*context.by_editor, embargo_id, context.word("He has spoken"))
    newsroom.embargoes.release(*context.by_editor, embargo_id)


@shows(Verb.ADD_STOP)
def add_a_stop(context: ActionContext) -> None:
    city = context.word("Geneva")
    newsroom.itinerary.add_stop(*context.by_editor, city, zone="Europe/Zurich", planned_from=now() + SOON)


@shows(Verb.LEAVE)
def leave(context: ActionContext) -> None:
    newsroom.itinerary.leave(*context.by_editor, "vienna")


@shows(Verb.ARRIVE)
def arrive(context: ActionContext) -> None:
    newsroom.itinerary.arrive(*context.by_editor, "tokyo")


@shows(Verb.DESCRIBE)
def describe(context: ActionContext) -> None:
    summary = context.word("All about them")
    newsroom.visits.describe(
        *context.by_editor, title=context.word("Talks"), summary=summary, notice="Clocks are local."
    )


@shows(Verb.SUM_UP)
def sum_up(context: ActionContext) -> None:
    newsroom.visits.sum_up(*context.by_editor, f"- {context.word('Both sides')} **agree**\n- on lunch")


@shows(Verb.CHANGE_STOP)
def change_a_stop(context: ActionContext) -> None:
    press = context.word("Pool only")
    newsroom.itinerary.change_stop(*context.by_editor, "tokyo", "Tokyo", zone="Asia/Tokyo", press_access=press)


@shows(Verb.RENAME_STOP)
def put_the_city_of_a_stop_right(context: ActionContext) -> None:
    newsroom.itinerary.change_stop(*context.by_editor, "vienna", context.word("Wien"), zone="Europe/Berlin")


@shows(Verb.TAKE_BACK)
def take_an_arrival_back(context: ActionContext) -> None:
    newsroom.itinerary.arrive(*context.by_editor, "tokyo")
    newsroom.itinerary.take_back(*context.by_editor, "tokyo")


@shows(Verb.SET_STATUS)
def let_it_begin_by_itself(context: ActionContext) -> None:
    newsroom.visits.set_status(*context.by_editor, "upcoming", live_from=now() + SOON)
    with at_a_time(LATER):
        newsroom.schedule.run_due()


@shows(Verb.SET_STATUS)
def pause_until(context: ActionContext) -> None:
    newsroom.visits.set_status(*context.by_editor, "paused", live_from=now() + LATER)


@shows(Verb.SUM_UP)
def take_the_summary_away(context: ActionContext) -> None:
    newsroom.visits.sum_up(*context.by_editor, context.word("Almost over"))
    newsroom.visits.sum_up(*context.by_editor, "")


@shows(Verb.RENAME_SPEAKER)
def put_the_name_of_a_speaker_right(context: ActionContext) -> None:
    context.talks.publish(context.word("> Said so"), kind="statement", speaker="ada-nord", topics=["trade"])
    newsroom.people.change_speaker(*context.by_editor, "ada-nord", name=context.word("Ada Norden"), title="Envoy")


@shows(Verb.ALTER_DELEGATION)
def put_a_delegation_right(context: ActionContext) -> None:
    fields = {"short_name": context.word("N"), "country": "Northland", "capital": "Oslo", "zone": "Europe/Oslo"}
    newsroom.people.alter_delegation(*context.by_editor, "north", context.word("The North"), **fields)


@shows(Verb.RENAME_TOPIC)
def rename_a_topic(context: ActionContext) -> None:
    newsroom.people.rename_topic(*context.by_editor, "trade", context.word("Commerce"))


@shows(Verb.DROP_TOPIC)
def drop_a_topic(context: ActionContext) -> None:
    slug = _added(context, "visas") or newsroom.people.add_topic(*context.by_editor, context.word("By mistake"))
    newsroom.removal.drop_topic(*context.by_editor, slug)


@shows(Verb.DROP_SPEAKER)
def drop_a_speaker(context: ActionContext) -> None:
    by, given = context.by_editor, {"title": "Envoy", "delegation": "south"}
    key = _added(context, "eve-est") or newsroom.people.add_speaker(*by, context.word("No Body"), **given)
    newsroom.removal.drop_speaker(*by, key)


@shows(Verb.DROP_DELEGATION)
def drop_a_delegation(context: ActionContext) -> None:
    by, clock = context.by_editor, {"capital": "Quito", "zone": "America/Bogota"}
    key = _added(context, "east") or newsroom.people.add_delegation(*by, context.word("West"), **clock)
    newsroom.removal.drop_delegation(*by, key)


@shows(Verb.ORDER_STOPS)
def put_the_stops_in_another_order(context: ActionContext) -> None:
    visit = visits.by_id(context.talks.visit_id)
    assert visit
    newsroom.ordering.order_stops(*context.by_editor, [stop.key for stop in reversed(visit.stops)])


@shows(Verb.DROP_STOP)
def drop_a_stop(context: ActionContext) -> None:
    key = _added(context, "geneva") or newsroom.itinerary.add_stop(
        *context.by_editor, context.word("Cairo"), zone="UTC"
    )
    newsroom.removal.drop_stop(*context.by_editor, key)


@shows(Verb.DROP_STOP)
def drop_the_stop_by_whose_clocks_the_page_goes(context: ActionContext) -> None:
    newsroom.banner.set_banner(*context.by_editor, context.word("Timed by the place where they are"))
    key = newsroom.itinerary.add_stop(*context.by_editor, context.word("Cairo"), zone="Africa/Cairo")
    newsroom.itinerary.arrive(*context.by_editor, key)
    newsroom.removal.drop_stop(*context.by_editor, key)


def _added(context: ActionContext, key: str) -> str:
    """The key of what an earlier action added, which open pages show by now; empty when none did."""
    visit = visits.by_id(context.talks.visit_id)
    assert visit
    people = [speaker for side in visit.delegations for speaker in side.speakers]
    keys = [thing.key for thing in (*visit.stops, *visit.delegations, *people)] + [each.slug for each in visit.topics]
    return next((known for known in keys if known.startswith(key)), "")


from tests import schedule_actions  # noqa: E402, F401 — the story goes on there


@shows(Verb.RETITLE_SPEAKER)
def date_the_titles_of_a_speaker(context: ActionContext) -> None:
    dated = f"2026-03-01 | en | {context.word('Envoy')}\n2026-03-01 | zh | {context.word('特使')}"
    newsroom.people.change_speaker(*context.by_editor, "ada-nord", title="Minister", titles=dated)
    context.talks.publish(context.word("> So be it"), kind="statement", speaker="ada-nord")
