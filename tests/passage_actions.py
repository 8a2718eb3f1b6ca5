"""More of the table of actions: what is done to the passages of readouts. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.models import Verb
from tests.action_context import SOURCED, ActionContext
from tests.actions import shows


@shows(Verb.MARK)
def mark_a_readout_with_another_topic(context: ActionContext) -> None:
    context.new = context.talks.publish(context.word("On borders"), kind="readout", speaker="ada-nord", **SOURCED)
    newsroom.marking.mark(*context.by_editor, context.new, {"1": ["borders"]}, is_complete=True)


@shows(Verb.MARK)
def take_a_mark_off(context: ActionContext) -> None:
    mark_a_readout_with_another_topic(context)
    newsroom.marking.mark(*context.by_editor, context.new, {"1": []})


@shows(Verb.EDIT)
def reword_a_marked_passage(context: ActionContext) -> None:
    mark_a_readout_with_another_topic(context)
    context.edit(context.new, body=context.word("On borders again"))


@shows(Verb.EDIT)
def credit_a_pool_report(context: ActionContext) -> None:
    public_id = context.talks.publish(context.word("From the pool"), pool_number=3, pool_outlet=context.word("Gazette"))
    context.edit(public_id, pooler=context.word("P. Ooler"), pool_number=5)


@shows(Verb.EDIT)
def put_a_statement_on_background(context: ActionContext) -> None:
    public_id = context.talks.publish(context.word("> We may"), kind="statement", speaker="sam-sud")
    context.edit(public_id, speaker="", ground="background", agreed_words=context.word("an official"))
