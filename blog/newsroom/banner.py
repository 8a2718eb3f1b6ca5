"""Sets, changes, clears and expires the breaking-news banner, or holds it under an embargo."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from blog.models import Banner, DeskVerb, Embargo, HeldBanner, Level, State, TakenBackBanner, Update, Verb
from blog.models.limits import BANNER_CHARACTERS
from blog.newsroom import merging
from blog.newsroom.errors import Invalid, StaleForm
from blog.newsroom.holding import find_open
from blog.newsroom.public_notes import check_note
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import check_length, visible_line
from blog.permissions import may_set_banner
from blog.text import clock
from blog.translation import N_, _

NO_TEXT = N_("Write a text, or clear the banner.")


@verb(may_set_banner)
def set_banner(
    tx: Transaction,
    text: str,
    *,
    level: str = Level.BREAKING,
    update: str = "",
    expires_at: datetime | None = None,
    version: int | None = None,
) -> None:
    """Sets the banner or changes it in place. `update` is the public id of the update that it links to.

    `version` is the `seq` of the banner in the form, 0 for none. Raises StaleForm when the banner has changed since.
    """
    checked = _check(tx, text, level, update, expires_at)
    _write(tx, _unchanged_banner(tx, version), *checked)


@verb(may_set_banner)
def hold_banner(
    tx: Transaction,
    embargo_id: str,
    text: str,
    *,
    level: str = Level.BREAKING,
    update: str = "",
    expires_at: datetime | None = None,
    version: str | None = None,
) -> None:
    """Keeps a banner under the embargo with this public id, in place of the one that is there.

    It becomes the visit's banner with the release. It may link to an update under the same embargo. `version` is the
    one of the banner that waited there when the form was loaded, empty for none. Raises StaleForm when it is outdated.
    """
    embargo = find_open(tx, embargo_id)
    words, chosen, target, expiry = _check(tx, text, level, update, expires_at, embargo)
    before = _held_banner(tx, embargo)
    if version is not None and version != (before.version if before else ""):
        raise StaleForm(_held_now(embargo, before))
    held = before or HeldBanner(embargo_id=embargo.id)
    held.text, held.level, held.update, held.expires_at = words, chosen, target, expiry
    tx.session.add(held)
    tx.tell_desk(DeskVerb.EMBARGO, embargo_id)


@verb(may_set_banner)
def drop_held_banner(tx: Transaction, embargo_id: str) -> None:
    """Takes the banner out of the embargo with this public id, and deletes it."""
    if held := _held_banner(tx, find_open(tx, embargo_id)):
        tx.session.delete(held)
        tx.tell_desk(DeskVerb.EMBARGO, embargo_id)


def is_held(tx: Transaction, embargo: Embargo) -> bool:
    """Whether a banner is held under an embargo."""
    return _held_banner(tx, embargo) is not None


def show_held(tx: Transaction, embargo: Embargo) -> None:
    """Makes the banner that was held under an embargo the visit's, unless it would have expired by now."""
    if held := _held_banner(tx, embargo):
        if held.expires_at is None or held.expires_at > tx.at:
            target = held.update if held.update and held.update.is_public else None
            _write(tx, _banner(tx), held.text, held.level, target, held.expires_at)
        tx.session.delete(held)


def show(tx: Transaction, text: str, update: Update) -> None:
    """Sets a breaking banner that links to an update, as part of another change such as its publication."""
    _write(tx, _banner(tx), text, Level.BREAKING, update, None)


@verb(may_set_banner)
def clear_banner(tx: Transaction, version: int | None = None, *, note_text: str = "") -> None:
    """Removes the banner. Raises StaleForm when it is another than the one with this version.

    With a public note it is taken back: who was notified of it is told so, and why.
    """
    if _banner(tx):
        _unchanged_banner(tx, version)
        remove(tx, note=check_note(note_text))


def remove(tx: Transaction, *, of: Update | None = None, note: str = "") -> None:
    """Removes the banner as part of another change, such as the end of the visit.

    `of` is the update that the banner must link to. A banner whose update was withdrawn or purged is taken back for the
    same reason.
    """
    banner = _banner(tx)
    if banner and (of is None or banner.update is of):
        tx.session.delete(banner)
        seq = tx.log(Verb.CLEAR_BANNER)
        if why := note or (banner.update.why_gone if banner.update else ""):
            tx.session.merge(TakenBackBanner(visit_id=tx.visit.id, seq=seq, note=why))


@verb()
def expire(tx: Transaction) -> None:
    """Removes the banner if its time is over. The scheduler calls this."""
    banner = _banner(tx)
    if banner and banner.expires_at and banner.expires_at <= tx.at:
        remove(tx)


def _write(
    tx: Transaction, banner: Banner | None, text: str, level: Level, update: Update | None, expires_at: datetime | None
) -> None:
    banner = banner or Banner(visit_id=tx.visit.id)
    banner.text, banner.level, banner.update, banner.expires_at = text, level, update, expires_at
    banner.set_at, banner.seq = tx.at, tx.log(Verb.SET_BANNER)
    tx.session.add(banner)


def _check(
    tx: Transaction, text: str, level: str, update: str, expires_at: datetime | None, embargo: Embargo | None = None
) -> tuple[str, Level, Update | None, datetime | None]:
    errors: dict[str, str] = {}
    words = visible_line(text)
    if not words:
        errors["text"] = _(NO_TEXT)
    check_length(errors, "text", _("The banner"), words, BANNER_CHARACTERS)
    if level not in tuple(Level):
        errors["level"] = _("Choose one of %(words)s.", words=", ".join(Level))
    if expires_at and expires_at <= tx.at:
        errors["expires_at"] = _("Choose a time in the future.")
    if expires_at and embargo and embargo.until and expires_at <= embargo.until:
        errors["expires_at"] = _("Choose a time after the end of the embargo.")
    if clock.is_outside(expires_at):
        errors["expires_at"] = clock.OUTSIDE
    target = _target(tx, update, errors, embargo)
    if errors:
        raise Invalid(**errors)
    return words, Level(level), target, expires_at


def _held_banner(tx: Transaction, embargo: Embargo) -> HeldBanner | None:
    return tx.session.scalar(select(HeldBanner).where(HeldBanner.embargo_id == embargo.id))


def _held_now(embargo: Embargo, held: HeldBanner | None) -> str:
    if held is None:
        return _("A colleague has deleted the banner under “%(title)s” since you opened this.", title=embargo.title)
    return _("A colleague has put another banner under “%(title)s” since you opened this.", title=embargo.title)


def _banner(tx: Transaction) -> Banner | None:
    return tx.session.scalar(select(Banner).where(Banner.visit_id == tx.visit.id))


def _unchanged_banner(tx: Transaction, version: int | None) -> Banner | None:
    banner = _banner(tx)
    if version is not None and version != (banner.seq if banner else 0):
        raise StaleForm(merging.who_changed(tx, (Verb.SET_BANNER, Verb.CLEAR_BANNER)))
    return banner


def _target(tx: Transaction, public_id: str, errors: dict[str, str], embargo: Embargo | None) -> Update | None:
    if not public_id:
        return None
    wanted = select(Update).where(Update.visit_id == tx.visit.id, Update.public_id == public_id)
    update = tx.session.scalar(wanted)
    is_held_too = update and embargo and update.state is State.HELD and update.embargo_id == embargo.id
    if update is None or not (update.state is State.PUBLISHED or is_held_too):
        errors["update"] = _("The banner can only link to a published update of this visit.")
        return None
    return update
