"""More of the table of actions: what is done to the cards of links. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.fetching import Found
from blog.models import Verb
from tests.action_context import ActionContext
from tests.actions import shows
from tests.video_card import fill_cards

LINK = "https://example.org/an?article=1&page=2"


@shows(Verb.CARD)
def card_a_link(context: ActionContext) -> None:
    context.new = context.talks.publish(f"{context.word('It is here:')}\n\n{LINK}", key=True)
    found = Found(title=context.word("What they agreed"), site="example.org", excerpt="All of it.")
    fill_cards(context.talks.visit_id, context.new, found)


@shows(Verb.EDIT)
def take_a_card_out(context: ActionContext) -> None:
    card_a_link(context)
    context.edit(context.new, body=context.word("No link any more"))


@shows(Verb.CARD)
def card_what_is_pinned_and_withdraw_it(context: ActionContext) -> None:
    card_a_link(context)
    newsroom.updates.pin(*context.by_editor, context.new)
    context.talks.withdraw(context.new, context.word("Our source was wrong"))
    context.new = context.old
