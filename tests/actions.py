"""Everything that the newsroom can do to a visit, as a table: by the verb that the log then shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from blog import newsroom
from blog.models import State, Verb
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.posts import Post
from tests.action_context import SOURCED, ActionContext

SOON, LATER = timedelta(hours=1), timedelta(hours=2)

Act = Callable[[ActionContext], object]

# In the order of a story: what comes later builds on what came before, so that each can be told as one sequence.
ACTIONS: list[tuple[Verb, Act]] = []


def shows(verb: Verb) -> Callable[[Act], Act]:
    def add(act: Act) -> Act:
        ACTIONS.append((verb, act))
        return act

    return add


@contextmanager
def at_a_time(after: timedelta) -> Iterator[None]:
    with transaction.as_of(now() + after):
        yield


@shows(Verb.PUBLISH)
def publish_a_report(context: ActionContext) -> None:
    context.new = context.talks.publish(context.word("A report"), headline="Headline", stop="vienna")


@shows(Verb.PUBLISH)
def publish_a_statement_as_a_key_event(context: ActionContext) -> None:
    context.talks.publish(
        context.word("> We **agree**, statement"), kind="statement", speaker="ada-nord", key=True, topics=["trade"]
    )


@shows(Verb.PUBLISH)
def publish_a_readout_in_another_language(context: ActionContext) -> None:
    context.talks.publish(
        context.word("双方会谈"), kind="readout", speaker="sam-sud", lang="zh", topics=["trade", "borders"], **SOURCED
    )


@shows(Verb.PUBLISH)
def publish_the_readout_of_a_side_that_names_no_speaker(context: ActionContext) -> None:
    context.talks.publish(context.word("In depth"), kind="readout", delegation="north", topics=["trade"], **SOURCED)


@shows(Verb.EDIT)
def let_a_side_say_it_and_not_a_person(context: ActionContext) -> None:
    public_id = context.talks.publish(context.word("> Agreed"), kind="statement", speaker="sam-sud", key=True)
    context.edit(public_id, speaker="", delegation="south")


@shows(Verb.PUBLISH)
def publish_analysis(context: ActionContext) -> None:
    context.talks.publish(context.word("What it means"), kind="analysis", standing="disputed")


@shows(Verb.PUBLISH)
def release_a_draft(context: ActionContext) -> None:
    post = Post(context.word("A draft"), kind="logistics")
    public_id = newsroom.drafts.save(*context.by_editor, post)
    newsroom.drafts.publish(*context.by_editor, public_id, Post(post.body, key=True), version=1)


@shows(Verb.PUBLISH)
def let_a_scheduled_update_ripen(context: ActionContext) -> None:
    post = Post(context.word("At its time"))
    newsroom.drafts.save(*context.by_editor, post, state=State.SCHEDULED, due_at=now() + SOON)
    with at_a_time(LATER):
        newsroom.schedule.run_due()


@shows(Verb.PIN)
def pin(context: ActionContext) -> None:
    newsroom.updates.pin(*context.by_editor, context.old)


@shows(Verb.UNPIN)
def pin_another(context: ActionContext) -> None:
    newsroom.updates.pin(*context.by_editor, context.new)


@shows(Verb.KEY)
def key(context: ActionContext) -> None:
    newsroom.updates.key(*context.by_editor, context.new)


@shows(Verb.KEY)
def key_through_an_edit(context: ActionContext) -> None:
    context.edit(context.old, key=True)


@shows(Verb.SET_BANNER)
def set_the_banner(context: ActionContext) -> None:
    newsroom.banner.set_banner(*context.by_editor, context.word("The talks are on"))


@shows(Verb.SET_BANNER)
def rewrite_the_banner_with_a_link(context: ActionContext) -> None:
    newsroom.banner.set_banner(*context.by_editor, context.word("Agreed"), level="alert", update=context.new)


@shows(Verb.EDIT)
def move_what_the_banner_leads_to_to_another_stop(context: ActionContext) -> None:
    context.edit(context.new, stop="tokyo" if context.update(context.new).stop_id is None else "")


@shows(Verb.EDIT)
def put_a_typo_right(context: ActionContext) -> None:
    context.edit(context.new, "typo", body=context.word("Without the typo"))


@shows(Verb.EDIT)
def say_more(context: ActionContext) -> None:
    context.edit(context.old, headline=context.word("There is more"), topics=["borders"])


@shows(Verb.EDIT)
def correct(context: ActionContext) -> None:
    context.edit(
        context.old, "correction", context.word("It was wrong"), source=context.word("Right"), speaker="ada-nord"
    )


@shows(Verb.EDIT)
def firm_up(context: ActionContext) -> None:
    standing = "confirmed" if context.update(context.new).standing != "confirmed" else "disputed"
    context.edit(context.new, note=context.word("A second source says so"), kind="summary", standing=standing)


@shows(Verb.RETITLE_SPEAKER)
def retitle_a_speaker(context: ActionContext) -> None:
    newsroom.people.change_speaker(*context.by_editor, "ada-nord", title=context.word("Minister"))


@shows(Verb.UNKEY)
def unkey(context: ActionContext) -> None:
    newsroom.updates.unkey(*context.by_editor, context.new)


@shows(Verb.UNKEY)
def unkey_through_an_edit(context: ActionContext) -> None:
    context.edit(context.old, key=False)


@shows(Verb.ADD_DELEGATION)
def add_a_delegation(context: ActionContext) -> None:
    newsroom.people.add_delegation(*context.by_editor, context.word("East"), capital="Lima", zone="America/Lima")


@shows(Verb.ADD_SPEAKER)
def add_a_speaker(context: ActionContext) -> None:
    newsroom.people.add_speaker(*context.by_editor, context.word("Eve Est"), title="Envoy", delegation="north")


@shows(Verb.ADD_TOPIC)
def add_a_topic(context: ActionContext) -> None:
    newsroom.people.add_topic(*context.by_editor, context.word("Visas"))


@shows(Verb.SET_STATUS)
def pause(context: ActionContext) -> None:
    newsroom.visits.set_status(*context.by_editor, "paused")


@shows(Verb.SET_STATUS)
def go_back_to_before_it_began(context: ActionContext) -> None:
    newsroom.visits.set_status(*context.by_editor, "upcoming")


@shows(Verb.SET_STATUS)
def end(context: ActionContext) -> None:
    newsroom.visits.set_status(*context.by_editor, "ended")


@shows(Verb.EDIT)
def correct_after_the_end(context: ActionContext) -> None:
    context.edit(context.new, "correction", context.word("Too late"), body=context.word("Right after all"))


@shows(Verb.SET_STATUS)
def go_live_again(context: ActionContext) -> None:
    newsroom.visits.set_status(*context.by_editor, "live")


@shows(Verb.WITHDRAW)
def withdraw_what_the_banner_leads_to(context: ActionContext) -> None:
    newsroom.banner.set_banner(*context.by_editor, context.word("On again"), update=context.new)
    context.talks.withdraw(context.new, context.word("Our source was wrong"))
    context.new = context.old


@shows(Verb.CLEAR_BANNER)
def clear_the_banner(context: ActionContext) -> None:
    newsroom.banner.set_banner(*context.by_editor, context.word("Not for long"))
    newsroom.banner.clear_banner(*context.by_editor)


@shows(Verb.CLEAR_BANNER)
def let_the_banner_lapse(context: ActionContext) -> None:
    newsroom.banner.set_banner(*context.by_editor, context.word("Until then"), expires_at=now() + SOON)
    with at_a_time(LATER):
        newsroom.schedule.run_due()


@shows(Verb.PIN)
def pin_from_the_archive(context: ActionContext) -> None:
    newsroom.updates.pin(*context.by_editor, context.old)


@shows(Verb.UNPIN)
def unpin(context: ActionContext) -> None:
    newsroom.updates.unpin(*context.by_editor, context.old)


@shows(Verb.PURGE)
def purge_what_is_pinned_and_key(context: ActionContext) -> None:
    newsroom.updates.pin(*context.by_editor, context.old)
    newsroom.updates.key(*context.by_editor, context.old)
    newsroom.updates.purge(*context.by_admin, context.old, context.word("A court said so"))


@shows(Verb.PURGE)
def purge_what_was_withdrawn(context: ActionContext) -> None:
    public_id = context.talks.publish(context.word("Both"), key=True)
    context.talks.withdraw(public_id)
    newsroom.updates.purge(*context.by_admin, public_id, context.word("A court said so"))


from tests import card_actions, media_actions, passage_actions, translation_actions, visit_actions  # noqa: E402, F401 — the story goes on there
