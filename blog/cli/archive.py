"""`flask visit export`, the whole visit as files; and `flask visit import`, which reads it back."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from blog import newsroom
from blog.archive import shape
from blog.archive.folder import new_folder
from blog.archive.proof import prove
from blog.archive.site import Archive
from blog.cli import address
from blog.cli.command import ready, visit_id
from blog.models import Status
from blog.queries import visits


@click.command()
@click.argument("slug")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the archive that DIR holds already.")
@ready
def export(slug: str, folder: Path, force: bool) -> None:
    """Writes the visit SLUG into the new folder DIR: pages that need no server, visit.json, and SHA256SUMS."""
    newsroom.banner.expire(visit_id(slug), None)  # what no page shows any more is no part of the record
    visit = visits.by_slug(slug)
    assert visit is not None
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        with new_folder(folder.absolute(), replace=force) as made:
            if visit.status is not Status.ENDED:
                click.echo(f"Warning: {slug} has not ended. This is how it stands now.", err=True)
            Archive(app, visit, made).write()
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder} cannot be written: {error.strerror}.") from error
    click.echo(f"{folder}: {visit.published} updates in {len(made.files)} files. Open {folder / 'index.html'}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slug", default="", help="The visit's slug here; otherwise the one that it had.")
@ready
def import_(file: Path, slug: str) -> None:
    """Reads the visit.json FILE of an archive back: the same pages, under the same addresses."""
    document = shape.read(file)
    prove(document)
    slug = slug or document["visit"]["slug"]
    newsroom.importing.import_visit(document, slug=slug)
    click.echo(f"Readers: {address.of_site()}/live/{slug}")
