"""What an operator does in a terminal is in the audit: every command is here, with its act or the reason for none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import Result
from flask import Flask

from blog.models import AccountAct, AuditEntry, Door
from blog.models.audit import ACCOUNTS
from tests.integration.test_audit import entries
from tests.integration.test_commands import flask
from tests.sample_visit import SampleVisit

# Commands that change a visit by its verbs, which record themselves (`test_audit_everything`).
BY_VERBS = {"demo load", "demo play", "inbox", "post", "visit follow", "visit import", "visit new"}
# Commands that leave no entry.
NONE = {
    "backup": "changes nothing, and runs every hour",
    "check": "reads",
    "deliver": "sends what acts have queued, as the server does by itself",
    "flood": "reads as a crowd does",
    "log check": "reads",
    "move": "copies the audit with everything else, and leaves the database as it is",
    "push keys": "prints a key, and keeps none",
    "reporter list": "reads",
    "token list": "reads",
    "rerender": "renders the same words again",
    "version": "reads",
    "visit export": "reads what is public",
}
EMAIL = "reporter@example.org"
ACTS: dict[str, tuple[tuple[str, ...], AccountAct]] = {
    "audit prune": (("--before", "2100-01-01"), AccountAct.PRUNE_AUDIT),
    "reporter add": (("new@example.org", "--name", "New"), AccountAct.ADD_ACCOUNT),
    "reporter erase": ((EMAIL, "--yes"), AccountAct.ERASE_ACCOUNT),
    "reporter export": ((EMAIL,), AccountAct.EXPORT_ACCOUNT),
    "reporter invite": (("new@example.org",), AccountAct.INVITE),
    "reporter off": ((EMAIL,), AccountAct.SWITCH_OFF),
    "reporter on": ((EMAIL,), AccountAct.SWITCH_ON),
    "reporter password": ((EMAIL,), AccountAct.RESET_PASSWORD),
    "reporter reset-second-factor": ((EMAIL,), AccountAct.RESET_SECOND_FACTORS),
    "reporter role": ((EMAIL, "editor"), AccountAct.CHANGE_ROLE),
    "reporter sign-out": ((EMAIL,), AccountAct.SIGN_OUT_EVERYWHERE),
    "token new": ((EMAIL, "--name", "Wire import", "--scope", "all"), AccountAct.MAKE_KEY),
    "token revoke": (("{key}",), AccountAct.REVOKE_KEY),
}
# It runs without the app's own connection; shown by `backup/test_restore.py`.
ELSEWHERE = {"restore": AccountAct.RESTORE_BACKUP}
# Groups of the libraries: the schema, and a description of the API.
NOT_OURS = {"db", "openapi"}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name))


def test_every_command_is_named_here(app: Flask) -> None:
    ours = {command for command in commands(app.cli) if command.split()[0] not in NOT_OURS}
    tables = [BY_VERBS, {*NONE}, {*ACTS}, {*ELSEWHERE}]
    assert set().union(*tables) == ours
    assert sum(map(len, tables)) == len(ours), "each in one table"


@pytest.mark.parametrize("command", ACTS)
def test_it_leaves_an_entry_with_whom_it_concerned(app: Flask, talks: SampleVisit, command: str) -> None:
    arguments, act = ACTS[command]
    done(flask(app, "token", "new", EMAIL, "--name", "Another", "--scope", "all"))
    [prefix] = (line.split("\t")[0] for line in done(flask(app, "token", "list")).splitlines())
    if command == "reporter on":
        done(flask(app, "reporter", "off", EMAIL))
    typed = [argument.format(key=prefix) for argument in arguments]
    said = done(flask(app, *command.split(), *typed))
    last = entries(ACCOUNTS)[-1]
    assert (last.act, last.door, last.actor_id, last.address) == (act, Door.COMMAND, None, None)
    if EMAIL in arguments and act is not AccountAct.ERASE_ACCOUNT:
        assert last.about_name == "An reporter"
    secrets = re.findall(r"\S{12,}", said) if command in ("reporter password", "token new") else []
    assert not [secret for secret in secrets if secret in str(columns(last)) and "@" not in secret]


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def columns(entry: AuditEntry) -> list[object]:
    return [getattr(entry, column.key) for column in AuditEntry.__table__.columns]
