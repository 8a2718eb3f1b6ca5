"""`flask post`: publishes an update from a terminal, here or on another site."""

from __future__ import annotations

import sys
from typing import Any, TextIO

import click

from blog import newsroom
from blog.cli import address, remote
from blog.cli.command import visit_id, with_database
from blog.models import Kind
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.translation import N_, _


@click.command()
@click.argument("slug")
@click.argument("text")
@click.option("--headline", default="", help=N_("At most 200 characters."))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="report", show_default=True)
@click.option("--key", is_flag=True, help=N_("Add it to the key events."))
@click.option(
    "--speaker", default="", help=N_("Key of the speaker. A statement needs a speaker, a delegation or a source.")
)
@click.option("--delegation", default="", help=N_("Key of the delegation, where no person is named."))
@click.option("--source", default="", help=N_("Who published it, or where it was said."))
@click.option("--by", multiple=True, help=N_("A name that readers see it signed with; repeat it for several."))
@click.option("--stop", default="", help=N_("Key of the stop it is filed from; otherwise the current or next stop."))
@click.option("--to", metavar="ADDRESS", help=N_("Another site, https://…, which is sent it with an API key."))
@click.option("--token-file", type=click.File(), help=N_("With --to, the file with the key; or set DATELINE_TOKEN."))
@click.option("--token", envvar="DATELINE_TOKEN", hidden=True)
@click.option(
    "--action",
    type=click.Choice(["publish", "draft", "submit"]),
    help=N_("With --to, what to do with it: publish, save a draft, or hand it in."),
)
def post(
    slug: str,
    text: str,
    *,
    to: str | None,
    token_file: TextIO | None,
    token: str | None,
    action: str | None,
    **fields: Any,
) -> None:
    """Publish TEXT in the visit SLUG; - reads standard input."""
    body = _read() if text == "-" else text
    if to is None:
        if action or token_file:
            raise click.UsageError(_("--action and --token-file go with --to."))
        _publish_here(slug, body, **fields)
        return
    key = token_file.read().strip() if token_file else (token or "").strip()
    if not key:
        raise click.UsageError(_("Give the API key in DATELINE_TOKEN, or in a file with --token-file."))
    given = {name: value for name, value in {**fields, "action": action}.items() if value}
    click.echo(remote.Site(to, key).post(slug, {"body": body, **given}))


def _read() -> str:
    try:
        return sys.stdin.read()
    except UnicodeError as error:
        raise click.ClickException(_("The text is not valid UTF-8. Convert it, and try again.")) from error


@with_database
def _publish_here(slug: str, body: str, *, stop: str, **fields: Any) -> None:
    visit = visits.by_id(visit_id(slug))
    here = visit.here_key if visit else ""
    public_id = newsroom.updates.publish(visit_id(slug), SYSTEM, Post(body, stop=stop or here, **fields))
    click.echo(f"{address.site_url()}/live/{slug}/updates/{public_id}")
