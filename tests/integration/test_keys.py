"""API keys: made once, stored as a digest, ended by hand, by time and with the account."""

from __future__ import annotations

from contextvars import Context
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask

from blog import newsroom
from blog.extensions import db
from blog.models import ApiKey, Reporter, Scope
from blog.models.api_key import token_digest
from blog.models.visit import now
from blog.newsroom.errors import Invalid, NotAllowed
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM, KeyHolder
from blog.queries import accounts, api_keys
from tests.sample_visit import SampleVisit

EDITOR = "editor@dateline.example"


@pytest.fixture
def account(talks: SampleVisit) -> Reporter:
    newsroom.reporters.add(EDITOR, name="Ed Itor", role="editor", password="correct horse battery")
    found = accounts.by_email(EDITOR)
    assert found
    return found


def flask(app: Flask, *command: str) -> Result:
    result = Context().run(app.test_cli_runner().invoke, args=list(command))
    db.session.rollback()  # sees what the command did
    return result


def test_a_token_is_printed_once_and_kept_as_its_digest(app: Flask, account: Reporter) -> None:
    made = flask(app, "token", "new", EDITOR, "--name", "Wire import", "--scope", "all")
    token = made.stdout.strip()
    assert (made.exit_code, len(token), made.stderr) == (0, 43, "Keep it now: it is not shown again.\n")
    key = api_keys.by_token(token)
    assert key
    assert (key.reporter.email, key.name, key.scopes) == (EDITOR, "Wire import", tuple(Scope))
    assert key.digest == token_digest(token)
    row = db.session.execute(db.select(*ApiKey.__table__.c)).one()
    assert token not in map(str, row)
    listed = flask(app, "token", "list", EDITOR).stdout
    assert token not in listed
    assert listed.split("\t")[:3] == [token[:11], EDITOR, "Wire import"]


def test_a_key_is_narrowed_as_its_options_say(app: Flask, account: Reporter, talks: SampleVisit) -> None:
    options = ("--scope", "write", "--scope", "drafts", "--visit", talks.slug, "--expires", "90d")
    token = flask(app, "token", "new", EDITOR, "--name", "Bot", *options).stdout.strip()
    key = api_keys.by_token(token)
    assert key
    assert (key.scopes, key.for_all_visits) == ((Scope.DRAFTS, Scope.WRITE), False)
    assert [one.visit_id for one in key.visits] == [talks.visit_id]
    assert key.expires_at
    assert abs(key.expires_at - now() - timedelta(days=90)) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--name", " "), "Say in a few words what uses the key"),
        (("--name", "Bot", "--visit", "no-such-visit"), "writes to no visit no-such-visit"),
        (("--name", "Bot", "--expires", "2001-02-03"), "Choose a time in the future"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(app: Flask, account: Reporter, options: tuple[str, ...], said: str) -> None:
    refused = flask(app, "token", "new", EDITOR, "--scope", "write", *options)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_no_key_is_made_for_everything_unless_that_is_asked_for(app: Flask, account: Reporter) -> None:
    refused = flask(app, "token", "new", EDITOR, "--name", "Bot")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert all(word in refused.stderr for word in ("Missing option '--scope'", *Scope, "all"))
    with pytest.raises(Invalid, match="Choose at least one thing that the key may do"):
        newsroom.api_keys.make(account.id, name="Bot", scopes=[])
    assert not api_keys.listed(account.id)


def test_a_key_allows_what_its_scopes_name(app: Flask, account: Reporter, talks: SampleVisit) -> None:
    writes = _holder(account, "write")
    draft = newsroom.drafts.save(talks.visit_id, writes, Post("A draft by a program."))
    with pytest.raises(NotAllowed, match="scope “publish”"):
        newsroom.updates.publish(talks.visit_id, writes, Post("Out it goes."))
    with pytest.raises(NotAllowed, match="scope “banner”"):
        newsroom.banner.set_banner(talks.visit_id, writes, "Breaking")
    publishes = _holder(account, "publish")
    published = newsroom.updates.publish(talks.visit_id, publishes, Post("Out it goes."))
    with pytest.raises(NotAllowed, match="scope “publish”"):
        newsroom.updates.withdraw(talks.visit_id, writes, published, "A mistake")
    newsroom.updates.withdraw(talks.visit_id, publishes, published, "A mistake")
    newsroom.handins.discard(talks.visit_id, writes, draft)
    newsroom.banner.set_banner(talks.visit_id, _holder(account, "banner"), "Breaking")
    with pytest.raises(NotAllowed, match="scope “write”"):
        newsroom.drafts.save(talks.visit_id, _holder(account, "banner"), Post("A draft."))


def test_a_key_never_gives_more_than_the_account_has(app: Flask, talks: SampleVisit) -> None:
    newsroom.reporters.add("rep@dateline.example", name="Rep", role="reporter", password="correct horse battery")
    reporter = accounts.by_email("rep@dateline.example")
    assert reporter
    with pytest.raises(NotAllowed, match="Only editors"):
        newsroom.banner.set_banner(talks.visit_id, _holder(reporter, *Scope), "Breaking")
    with pytest.raises(NotAllowed):
        newsroom.updates.purge(talks.visit_id, _holder(reporter, *Scope), "abc", "A reason")


def test_no_key_purges_whoever_holds_it(app: Flask, talks: SampleVisit) -> None:
    newsroom.reporters.add("boss@dateline.example", name="Boss", role="admin", password="correct horse battery")
    admin = accounts.by_email("boss@dateline.example")
    assert admin
    published = newsroom.updates.publish(talks.visit_id, SYSTEM, Post("Out it goes."))
    with pytest.raises(NotAllowed, match="No key can do this"):
        newsroom.updates.purge(talks.visit_id, _holder(admin, *Scope), published, "A reason")


def test_a_key_reaches_only_its_visits(app: Flask, account: Reporter, talks: SampleVisit) -> None:
    other = newsroom.visits.open_visit("elsewhere", title="Elsewhere", lang="en", by_id=account.id)
    key, _token = newsroom.api_keys.make(account.id, name="Bot", scopes=["write"], visits=["elsewhere"])
    holder = KeyHolder(account.id, key.id)
    newsroom.drafts.save(other, holder, Post("A draft."))
    with pytest.raises(NotAllowed):
        newsroom.drafts.save(talks.visit_id, holder, Post("A draft."))


def test_a_key_that_has_ended_opens_nothing(app: Flask, account: Reporter, talks: SampleVisit) -> None:
    key, token = newsroom.api_keys.make(account.id, name="Bot", scopes=["write"])
    holder = KeyHolder(account.id, key.id)
    newsroom.drafts.save(talks.visit_id, holder, Post("A draft."))
    assert flask(app, "token", "revoke", token[:11]).output == f"{token[:11]} is revoked.\n"
    with pytest.raises(NotAllowed, match="This key has ended"):
        newsroom.drafts.save(talks.visit_id, holder, Post("Another draft."))
    assert "revoked" in flask(app, "token", "list").stdout


def test_switching_an_account_off_ends_its_keys_for_good(app: Flask, account: Reporter, talks: SampleVisit) -> None:
    holder = _holder(account, "write")
    newsroom.reporters.switch_off(EDITOR)
    newsroom.reporters.switch_on(EDITOR)
    with pytest.raises(NotAllowed, match="This key has ended"):
        newsroom.drafts.save(talks.visit_id, holder, Post("A draft."))


def test_a_new_password_leaves_keys_as_they_are(app: Flask, account: Reporter, talks: SampleVisit) -> None:
    holder = _holder(account, "write")
    newsroom.reporters.set_password(EDITOR, "another good password")
    newsroom.sessions.end_all(account.id)
    newsroom.drafts.save(talks.visit_id, holder, Post("A draft."))


def test_a_stranger_revokes_nobody_elses_key(app: Flask, account: Reporter) -> None:
    key, _token = newsroom.api_keys.make(account.id, name="Bot", scopes=["write"])
    stranger = newsroom.reporters.add("a@dateline.example", name="A", role="editor", password="correct horse battery")
    with pytest.raises(NotAllowed):
        newsroom.api_keys.revoke(key.prefix, stranger)
    admin = newsroom.reporters.add("b@dateline.example", name="B", role="admin", password="correct horse battery")
    newsroom.api_keys.revoke(key.prefix, admin)


def test_its_use_is_written_once_a_minute(app: Flask, account: Reporter) -> None:
    key, token = newsroom.api_keys.make(account.id, name="Bot", scopes=["write"])
    newsroom.api_keys.note_use(key.id)
    first = _used_at(token)
    newsroom.api_keys.note_use(key.id)
    assert first
    assert _used_at(token) == first
    with newsroom.transaction.as_of(first + timedelta(seconds=61)):
        newsroom.api_keys.note_use(key.id)
    assert _used_at(token) != first


def test_an_unknown_scope_is_refused(app: Flask, account: Reporter) -> None:
    with pytest.raises(Invalid, match="Choose one or more of drafts, write, publish, banner, set-up"):
        newsroom.api_keys.make(account.id, name="Bot", scopes=["everything"])


def _holder(account: Reporter, *scopes: str) -> KeyHolder:
    key, _token = newsroom.api_keys.make(account.id, name="Bot", scopes=scopes)
    return KeyHolder(account.id, key.id)


def _used_at(token: str) -> object:
    db.session.rollback()
    key = api_keys.by_token(token)
    return key and key.used_at
