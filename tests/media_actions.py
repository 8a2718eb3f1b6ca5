"""More of the table of actions: what is done to pictures and documents. It is read by `tests.actions`."""

from __future__ import annotations

from blog import newsroom
from blog.models import Rights, Verb
from blog.models.visit import now
from tests.action_context import ActionContext
from tests.actions import LATER, SOON, at_a_time, shows
from tests.shown_files import add_document, add_picture


@shows(Verb.PUBLISH)
def publish_pictures(context: ActionContext) -> None:
    pictures = [add_picture(context.talks, context.word("Two flags")) for _ in range(2)]
    context.talks.publish(context.word("They shook hands"), media=pictures)


@shows(Verb.PUBLISH)
def publish_a_picture_without_words(context: ActionContext) -> None:
    context.talks.publish("", media=[add_picture(context.talks, context.word("A handshake"))])


@shows(Verb.EDIT)
def replace_a_picture_and_add_a_document(context: ActionContext) -> None:
    wrong, right = (add_picture(context.talks, context.word(which)) for which in ("The wrong man", "The right man"))
    public_id = context.talks.publish(context.word("He has arrived"), media=[wrong], stop="vienna")
    documents = [add_document(context.talks)]
    context.edit(public_id, "correction", context.word("It was another man"), media=[right, *documents])


@shows(Verb.WITHDRAW)
def withdraw_a_picture(context: ActionContext) -> None:
    picture = add_picture(context.talks, context.word("Flags"))
    context.talks.withdraw(context.talks.publish(context.word("A picture of flags"), media=[picture]))


@shows(Verb.SHOW_MEDIA)
def let_the_rights_to_a_picture_end(context: ActionContext) -> None:
    pictures = [
        add_picture(context.talks, context.word("For our own site"), rights=Rights.OWN),
        add_picture(context.talks, context.word("For today"), rights_until=now() + SOON),
        add_picture(context.talks, context.word("For everybody")),
    ]
    newsroom.updates.pin(*context.by_editor, context.talks.publish(context.word("Until the evening"), media=pictures))
    with at_a_time(LATER):
        newsroom.schedule.run_due()


@shows(Verb.PORTRAY)
def show_a_portrait_and_another(context: ActionContext) -> None:
    for name in ("He listens", "He speaks"):
        newsroom.portraits.portray(*context.by_editor, "ada-nord", add_picture(context.talks, context.word(name)))


@shows(Verb.PORTRAY)
def let_the_rights_to_a_portrait_end(context: ActionContext) -> None:
    picture = add_picture(context.talks, context.word("For today"), rights=Rights.OWN, rights_until=now() + SOON)
    newsroom.portraits.portray(*context.by_editor, "ada-nord", picture)
    with at_a_time(LATER):
        newsroom.schedule.run_due()
