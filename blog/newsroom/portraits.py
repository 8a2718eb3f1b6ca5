"""Gives a speaker a portrait, which is a picture of the visit, or takes it away."""

from __future__ import annotations

from sqlalchemy import select

from blog.models import MediaFile, Speaker, Verb
from blog.newsroom import people
from blog.newsroom.errors import Invalid, NotFound
from blog.newsroom.media import GONE, NO_ALT
from blog.newsroom.transaction import Transaction, verb
from blog.permissions import may_set_up
from blog.translation import _


@verb(may_set_up)
def portray(tx: Transaction, key: str, public_id: str) -> None:
    """Shows this picture as the portrait of the speaker with this key; without an id, no portrait."""
    speaker = people.get_person(tx, Speaker, key)
    file = _picture(tx, public_id) if public_id else None
    if speaker.portrait is file:
        return
    speaker.portrait = file
    if file:
        file.first_public_at = file.first_public_at or tx.at
    tx.log(Verb.PORTRAY, key)


def _picture(tx: Transaction, public_id: str) -> MediaFile:
    wanted = select(MediaFile).where(MediaFile.visit_id == tx.visit.id, MediaFile.public_id == public_id)
    file = tx.session.scalar(wanted.where(MediaFile.erased_at.is_(None)))
    if file is None:
        raise NotFound(_(GONE))
    if not file.sizes:
        raise Invalid(file=_("A portrait is a picture: JPEG, PNG, WebP, AVIF or GIF."))
    if not file.alt:
        raise Invalid(alt=_(NO_ALT))
    if not file.may_be_shown or (file.rights_until and file.rights_until <= tx.at):
        raise Invalid(file=_("The rights to this picture have ended."))
    return file
