"""More of the table of actions: translations and their originals. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.models import Verb
from tests.action_context import SOURCED, ActionContext
from tests.actions import shows


@shows(Verb.PUBLISH)
def publish_a_translation(context: ActionContext) -> None:
    original = context.talks.publish(context.word("双方会谈"), kind="readout", speaker="sam-sud", lang="zh", **SOURCED)
    context.new = translate(context, original, "Both sides talked")


@shows(Verb.EDIT)
def change_what_has_a_translation(context: ActionContext) -> None:
    publish_a_translation(context)
    context.edit(original_of(context), body=context.word("双方再次会谈"))


@shows(Verb.CONFIRM)
def confirm_a_translation(context: ActionContext) -> None:
    change_what_has_a_translation(context)
    wording = context.update(original_of(context)).wording_digest
    newsroom.originals.confirm(*context.by_editor, context.new, wording=wording)


@shows(Verb.UNTIE)
def untie_a_translation(context: ActionContext) -> None:
    publish_a_translation(context)
    context.edit(context.new, original="", translator="", official=False)


@shows(Verb.WITHDRAW)
def withdraw_what_has_translations(context: ActionContext) -> None:
    publish_a_translation(context)
    context.talks.withdraw(original_of(context))


@shows(Verb.WITHDRAW)
def withdraw_a_translation(context: ActionContext) -> None:
    publish_a_translation(context)
    context.talks.withdraw(translate(context, original_of(context), "They spoke"))


def translate(context: ActionContext, original: str, words: str) -> str:
    """Publishes a translation, and returns its public id."""
    fields = {"kind": "readout", "speaker": "sam-sud", "lang": "en", "translator": "side", "official": True, **SOURCED}
    return context.talks.publish(context.word(words), original=original, **fields)


def original_of(context: ActionContext) -> str:
    """The public id of what the newest translation is tied to."""
    original = context.update(context.new).original
    assert original
    return original.public_id
