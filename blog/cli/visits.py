"""`flask visit`: new visits from a terminal, and their archives."""

from __future__ import annotations

import click

from blog import newsroom
from blog.cli import address, archive
from blog.cli.command import ready


@click.group()
def visit() -> None:
    """Visits: one live blog each."""


visit.add_command(archive.export)
visit.add_command(archive.import_)


@visit.command()
@click.argument("slug")
@click.option("--title", required=True, help="What readers see at the top of the page.")
@click.option("--zone", default="UTC", show_default=True, help="IANA time zone of the first stop, as Asia/Shanghai.")
@click.option("--city", default="", help="Name of the first stop; otherwise the city of the zone.")
@click.option("--lang", default="en", show_default=True, help="Language of the page, as en or zh-Hans.")
@ready
def new(slug: str, title: str, zone: str, city: str, lang: str) -> None:
    """Opens a visit with one stop."""
    newsroom.itinerary.check_zone(zone)
    visit_id = newsroom.visits.open_visit(slug, title=title, lang=lang)
    newsroom.itinerary.add_stop(visit_id, None, city.strip() or zone.rsplit("/", 1)[-1].replace("_", " "), zone=zone)
    base = address.of_site()
    click.echo(f"Readers: {base}/live/{slug}\nDesk:    {base}/desk/visits/{slug}")
