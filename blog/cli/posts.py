"""`flask post`: publishes an update from a terminal."""

from __future__ import annotations

import sys
from typing import Any

import click

from blog import newsroom
from blog.cli import address
from blog.cli.command import visit_id, with_database
from blog.models import Kind
from blog.newsroom.posts import Post
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.translation import N_


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
@with_database
def post(slug: str, text: str, *, stop: str, **fields: Any) -> None:
    """Publish TEXT in the visit SLUG; - reads standard input."""
    body, visit = sys.stdin.read() if text == "-" else text, visits.by_id(visit_id(slug))
    here = visit.here_key if visit else ""
    public_id = newsroom.updates.publish(visit_id(slug), SYSTEM, Post(body, stop=stop or here, **fields))
    click.echo(f"{address.site_url()}/live/{slug}/updates/{public_id}")
