"""Copies the pictures and documents of `flask backup` and `flask restore`, and says which are missing."""

from __future__ import annotations

from pathlib import Path

import click

from blog.backup import media
from blog.cli.progress import interruptible, progress
from blog.media.store import current_store
from blog.translation import N_, _, ngettext

UNSAVED = N_(
    "Stopped. The backup of the database is whole, but its pictures and documents are not. Run it again with --force."
)


def save(file: Path, files: media.Files) -> None:
    """Copies them beside the backup FILE."""
    with interruptible(_(UNSAVED)), progress(_("Pictures and documents"), len(files)) as steps:
        copied = media.save(file, current_store(), files, steps)
    tell(file, copied)


def put_back(file: Path, files: media.Files, stopped: str) -> media.Copied:
    """Copies into the store what it lacks; `stopped` is what to say at Ctrl+C."""
    with interruptible(stopped), progress(_("Pictures and documents"), len(files)) as steps:
        return media.put_back(file, current_store(), files, steps)


def tell(file: Path, copied: media.Copied) -> None:
    """Says how many there are, and names those that are missing."""
    if copied.count:
        sentence = ngettext("%(num)s picture or document", "%(num)s pictures and documents", copied.count)
        click.echo(f"{media.folder_of(file)}: {sentence}")
    if copied.missing:
        warning = _("Warning: these have no file any more: %(files)s", files=", ".join(copied.missing))
        click.echo(warning, err=True)
