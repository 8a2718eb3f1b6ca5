"""`flask visit export` writes a whole visit as files; `flask visit import` reads it back."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from blog import newsroom
from blog.archive import consistency, reading
from blog.archive.export import Archive
from blog.archive.folder import new_folder
from blog.cli import address
from blog.cli.command import visit_id, with_database
from blog.cli.progress import interruptible, progress
from blog.models import Status
from blog.newsroom.errors import Refused
from blog.permissions import SYSTEM
from blog.queries import visits
from blog.translation import N_, _


@click.command()
@click.argument("slug")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=N_("Replace an archive that is already in DIR."))
@with_database
def export(slug: str, folder: Path, force: bool) -> None:
    """Export the visit SLUG to the new folder DIR.

    It then has static pages, visit.json and SHA256SUMS.
    """
    newsroom.banner.expire(visit_id(slug), SYSTEM)  # an expired banner is not part of the record
    visit = visits.by_slug(slug)
    if visit is None:
        raise Refused(_("%(slug)s is held. Release it first: an archive is for readers.", slug=slug))
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        stopped = interruptible(_("Stopped. No archive was written."))
        with stopped, new_folder(folder.absolute(), replace=force) as target:
            if visit.status is not Status.ENDED:
                click.echo(
                    _("Warning: %(slug)s has not ended. The archive shows it as it is now.", slug=slug), err=True
                )
            with progress(_("Exporting"), 1) as steps:
                Archive(app, visit, target, steps).write()
    except OSError as error:
        raise click.ClickException(
            _("Cannot write %(file)s: %(reason)s.", file=error.filename or folder, reason=error.strerror)
        ) from error
    click.echo(f"{folder}: {visit.published} updates in {len(target.files)} files. Open {folder / 'index.html'}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slug", default="", help=N_("Import under this slug instead of the archive's own."))
@with_database
def import_(file: Path, slug: str) -> None:
    """Import a visit from the visit.json FILE of an archive.

    Its pages and addresses stay the same.
    """
    with interruptible(_("Stopped. Nothing was imported.")):
        document = reading.read(file)
        consistency.check(document)
        slug = slug or document["visit"]["slug"]
        with progress(_("Importing"), 1) as steps:
            newsroom.importing.import_visit(document, slug=slug, folder=file.absolute().parent, steps=steps)
    click.echo(f"Readers: {address.site_url()}/live/{slug}")
