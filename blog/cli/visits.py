"""`flask visit`: opens visits, and exports and imports their archives."""

from __future__ import annotations

import click

from blog import newsroom
from blog.cli import address, archive, follow
from blog.cli.command import with_database
from blog.permissions import SYSTEM
from blog.translation import N_, _


@click.group()
def visit() -> None:
    """Open, export and import visits, and follow other sources."""


visit.add_command(archive.export)
visit.add_command(archive.import_)
visit.add_command(follow.follow)


@visit.command()
@click.argument("slug")
@click.option("--title", required=True, help=N_("Title at the top of the page."))
@click.option(
    "--zone", default="UTC", show_default=True, help=N_("IANA time zone of the first stop, such as Asia/Shanghai.")
)
@click.option("--city", default="", help=N_("City of the first stop; otherwise taken from the zone."))
@click.option("--lang", default="en", show_default=True, help=N_("Language of the page, such as en or zh-Hans."))
@click.option("--held", is_flag=True, help=N_("Only the desk sees it, until an editor releases it."))
@with_database
def new(slug: str, title: str, zone: str, city: str, lang: str, *, held: bool) -> None:
    """Open a visit with one stop."""
    newsroom.itinerary.check_zone(zone)
    visit_id = newsroom.visits.open_visit(slug, title=title, lang=lang, by_id=SYSTEM, is_held=held)
    newsroom.itinerary.add_stop(visit_id, SYSTEM, city.strip() or zone.rsplit("/", 1)[-1].replace("_", " "), zone=zone)
    base = address.site_url()
    until = " " + _("(when it is released)") if held else ""
    click.echo(f"Readers: {base}/live/{slug}{until}\nDesk:    {base}/desk/visits/{slug}")
