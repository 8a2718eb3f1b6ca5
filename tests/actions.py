"""Everything that the newsroom can do to a visit, as a table: by the verb that the log then shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from blog import newsroom
from blog.models import State, Verb
from blog.models.visit import now
from blog.newsroom import transaction
from blog.newsroom.wording import Post
from tests.stage import SOURCED, Stage

SOON, LATER = timedelta(hours=1), timedelta(hours=2)

Act = Callable[[Stage], object]

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
def publish_a_report(stage: Stage) -> None:
    stage.new = stage.talks.publish(stage.word("A report"), headline="Headline", stop="vienna")


@shows(Verb.PUBLISH)
def publish_a_statement_as_a_key_event(stage: Stage) -> None:
    stage.talks.publish(
        stage.word("> We **agree**, statement"), kind="statement", speaker="ada-nord", key=True, topics=["trade"]
    )


@shows(Verb.PUBLISH)
def publish_a_readout_in_another_language(stage: Stage) -> None:
    stage.talks.publish(
        stage.word("双方会谈"), kind="readout", speaker="sam-sud", lang="zh", topics=["trade", "borders"], **SOURCED
    )


@shows(Verb.PUBLISH)
def publish_the_readout_of_a_side_that_names_no_speaker(stage: Stage) -> None:
    stage.talks.publish(stage.word("In depth"), kind="readout", delegation="north", topics=["trade"], **SOURCED)


@shows(Verb.EDIT)
def let_a_side_say_it_and_not_a_person(stage: Stage) -> None:
    public_id = stage.talks.publish(stage.word("> Agreed"), kind="statement", speaker="sam-sud", key=True)
    stage.edit(public_id, speaker="", delegation="south")


@shows(Verb.PUBLISH)
def publish_analysis(stage: Stage) -> None:
    stage.talks.publish(stage.word("What it means"), kind="analysis", standing="disputed")


@shows(Verb.PUBLISH)
def release_a_draft(stage: Stage) -> None:
    post = Post(stage.word("A draft"), kind="logistics")
    public_id = newsroom.drafts.save(*stage.by_editor, post)
    newsroom.drafts.publish(*stage.by_editor, public_id, Post(post.body, key=True), version=1)


@shows(Verb.PUBLISH)
def let_a_scheduled_update_ripen(stage: Stage) -> None:
    post = Post(stage.word("At its time"))
    newsroom.drafts.save(*stage.by_editor, post, state=State.SCHEDULED, due_at=now() + SOON)
    with at_a_time(LATER):
        newsroom.schedule.run_due()


@shows(Verb.PIN)
def pin(stage: Stage) -> None:
    newsroom.updates.pin(*stage.by_editor, stage.old)


@shows(Verb.UNPIN)
def pin_another(stage: Stage) -> None:
    newsroom.updates.pin(*stage.by_editor, stage.new)


@shows(Verb.KEY)
def key(stage: Stage) -> None:
    newsroom.updates.key(*stage.by_editor, stage.new)


@shows(Verb.KEY)
def key_through_an_edit(stage: Stage) -> None:
    stage.edit(stage.old, key=True)


@shows(Verb.SET_BANNER)
def set_the_banner(stage: Stage) -> None:
    newsroom.banner.set_banner(*stage.by_editor, stage.word("The talks are on"))


@shows(Verb.SET_BANNER)
def rewrite_the_banner_with_a_link(stage: Stage) -> None:
    newsroom.banner.set_banner(*stage.by_editor, stage.word("Agreed"), level="alert", update=stage.new)


@shows(Verb.EDIT)
def move_what_the_banner_leads_to_to_another_stop(stage: Stage) -> None:
    stage.edit(stage.new, stop="tokyo" if stage.update(stage.new).stop_id is None else "")


@shows(Verb.EDIT)
def put_a_typo_right(stage: Stage) -> None:
    stage.edit(stage.new, "typo", body=stage.word("Without the typo"))


@shows(Verb.EDIT)
def say_more(stage: Stage) -> None:
    stage.edit(stage.old, headline=stage.word("There is more"), topics=["borders"])


@shows(Verb.EDIT)
def correct(stage: Stage) -> None:
    stage.edit(stage.old, "correction", stage.word("It was wrong"), source=stage.word("Right"), speaker="ada-nord")


@shows(Verb.EDIT)
def firm_up(stage: Stage) -> None:
    standing = "confirmed" if stage.update(stage.new).standing != "confirmed" else "disputed"
    stage.edit(stage.new, note=stage.word("A second source says so"), kind="summary", standing=standing)


@shows(Verb.RETITLE_SPEAKER)
def retitle_a_speaker(stage: Stage) -> None:
    newsroom.people.change_speaker(*stage.by_editor, "ada-nord", title=stage.word("Minister"))


@shows(Verb.UNKEY)
def unkey(stage: Stage) -> None:
    newsroom.updates.unkey(*stage.by_editor, stage.new)


@shows(Verb.UNKEY)
def unkey_through_an_edit(stage: Stage) -> None:
    stage.edit(stage.old, key=False)


@shows(Verb.ADD_DELEGATION)
def add_a_delegation(stage: Stage) -> None:
    newsroom.people.add_delegation(*stage.by_editor, stage.word("East"), capital="Lima", zone="America/Lima")


@shows(Verb.ADD_SPEAKER)
def add_a_speaker(stage: Stage) -> None:
    newsroom.people.add_speaker(*stage.by_editor, stage.word("Eve Est"), title="Envoy", delegation="north")


@shows(Verb.ADD_TOPIC)
def add_a_topic(stage: Stage) -> None:
    newsroom.people.add_topic(*stage.by_editor, stage.word("Visas"))


@shows(Verb.SET_STATUS)
def pause(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "paused")


@shows(Verb.SET_STATUS)
def go_back_to_before_it_began(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "upcoming")


@shows(Verb.SET_STATUS)
def end(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "ended")


@shows(Verb.EDIT)
def correct_after_the_end(stage: Stage) -> None:
    stage.edit(stage.new, "correction", stage.word("Too late"), body=stage.word("Right after all"))


@shows(Verb.SET_STATUS)
def go_live_again(stage: Stage) -> None:
    newsroom.visits.set_status(*stage.by_editor, "live")


@shows(Verb.WITHDRAW)
def withdraw_what_the_banner_leads_to(stage: Stage) -> None:
    newsroom.banner.set_banner(*stage.by_editor, stage.word("On again"), update=stage.new)
    stage.talks.withdraw(stage.new, stage.word("Our source was wrong"))
    stage.new = stage.old


@shows(Verb.CLEAR_BANNER)
def clear_the_banner(stage: Stage) -> None:
    newsroom.banner.set_banner(*stage.by_editor, stage.word("Not for long"))
    newsroom.banner.clear_banner(*stage.by_editor)


@shows(Verb.CLEAR_BANNER)
def let_the_banner_lapse(stage: Stage) -> None:
    newsroom.banner.set_banner(*stage.by_editor, stage.word("Until then"), expires_at=now() + SOON)
    with at_a_time(LATER):
        newsroom.schedule.run_due()


@shows(Verb.PIN)
def pin_from_the_archive(stage: Stage) -> None:
    newsroom.updates.pin(*stage.by_editor, stage.old)


@shows(Verb.UNPIN)
def unpin(stage: Stage) -> None:
    newsroom.updates.unpin(*stage.by_editor, stage.old)


@shows(Verb.PURGE)
def purge_what_is_pinned_and_key(stage: Stage) -> None:
    newsroom.updates.pin(*stage.by_editor, stage.old)
    newsroom.updates.key(*stage.by_editor, stage.old)
    newsroom.updates.purge(*stage.by_admin, stage.old, stage.word("A court said so"))


@shows(Verb.PURGE)
def purge_what_was_withdrawn(stage: Stage) -> None:
    public_id = stage.talks.publish(stage.word("Both"), key=True)
    stage.talks.withdraw(public_id)
    newsroom.updates.purge(*stage.by_admin, public_id, stage.word("A court said so"))


from tests import visit_actions  # noqa: E402, F401 — the story goes on there
