"""Ties a translation to its original: checks the tie, and notes when an editor has looked whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from blog.models import DeskVerb, State, Translator, Update, Verb, Visit
from blog.newsroom.errors import Invalid, NotFound, Refused, StaleForm
from blog.newsroom.transaction import Transaction, verb
from blog.newsroom.wording import check_choice
from blog.permissions import may_edit, may_reword
from blog.text.tags import are_one_language
from blog.translation import _

# What forms, files and scripts call the id of the original.
FIELD = "original"


class Tied(Protocol):
    """The fields of a post that tie it, as typed."""

    @property
    def original(self) -> str: ...

    @property
    def translator(self) -> str: ...

    @property
    def official(self) -> bool: ...


@dataclass(frozen=True)
class Tie:
    """What an update translates, who made the translation, and whether that is official."""

    original: Update | None = None
    translator: str = ""
    is_official: bool = False

    def differs_from(self, update: Update) -> bool:
        known = update.original_id, update.translator, update.is_official
        return (self.original and self.original.id, self.translator, self.is_official) != known

    def apply_to(self, update: Update) -> None:
        """Ties the update. A new tie begins with the present words of the original."""
        if self.original is None:
            update.original_wording = ""
        elif self.original.id != update.original_id:
            update.original_wording = self.original.wording_digest
        update.original, update.original_id = self.original, self.original.id if self.original else None
        update.translator, update.is_official = self.translator, self.is_official


NO_TIE = Tie()


def tie_of(update: Update) -> Tie:
    """The tie of an update as it stands."""
    return Tie(update.original, update.translator, update.is_official)


def check_tie(session: Session, visit: Visit, post: Tied, lang: str, of: Update | None, errors: dict[str, str]) -> Tie:
    """Validates what a post in the language `lang` translates; adds a sentence to `errors` for each field in error.

    Only a new tie is checked against the state of its original: that may be taken down later.
    """
    wanted, translator = post.original.strip(), post.translator.strip()
    if of is not None and _has_translation_in(session, of, lang):
        errors["lang"] = _("One of its translations is in this language. Choose the language of the original.")
    if not wanted:
        if translator or post.official:
            errors["original"] = _("Choose what this is a translation of, or leave out who translated it.")
        return NO_TIE
    found = session.scalar(select(Update).where(Update.visit_id == visit.id, Update.public_id == wanted))
    if found is None:
        errors["original"] = _("The original is not in this visit. Choose another one, or none.")
        return NO_TIE
    if of is None or found.id != of.original_id:
        _check_new(session, found, of, errors)
    if are_one_language(found.lang, lang):
        errors["lang"] = _("The original is in this language, too. Choose the language of the translation.")
    translator = check_choice(errors, "translator", Translator, translator, Translator.DESK)
    if post.official and translator == Translator.DESK:
        errors["official"] = _("A translation of our own is never official. Say who else made it.")
    return Tie(found, translator, post.official)


def _check_new(session: Session, found: Update, of: Update | None, errors: dict[str, str]) -> None:
    if of is not None and found.id == of.id:
        errors["original"] = _("An update is no translation of itself. Choose another original, or none.")
    elif found.original_id is not None:
        errors["original"] = _("This is a translation itself. Choose what it was translated from.")
    elif found.state is State.PURGED:
        errors["original"] = _("The original has been removed for legal reasons. Choose another one, or none.")
    elif of is not None and session.scalar(select(Update.id).where(Update.original_id == of.id).limit(1)):
        errors["original"] = _("This update has translations, so it is an original. Leave this field empty.")


def require_known(tx: Transaction, update: Update) -> None:
    """Raises Invalid if an update is tied to a draft of somebody else, of which nobody else may know."""
    original = update.original
    if original and tx.by_id and not original.is_known_to(tx.by_id) and not update.is_by(original.known_to):
        raise Invalid(original=_("The original is not in this visit. Choose another one, or none."))


def tell_untied(tx: Transaction, update: Update, before: Tie) -> None:
    """Tells readers of its former original that a published translation is tied to that no more."""
    former = before.original
    if former is not None and former.is_public and former.id != update.original_id:
        tx.log(Verb.UNTIE, former.public_id)


def follow_typo(tx: Transaction, original: Update, before: str) -> None:
    """Keeps translations up to date through the fix of a typo; `before` is the digest of the words with it."""
    current = Update.original_id == original.id, Update.original_wording == before
    now = update(Update).where(*current).values(original_wording=original.wording_digest)
    tx.session.execute(now.execution_options(synchronize_session=False))


def forget_digests(tx: Transaction, original: Update) -> None:
    """Keeps no digest of words that are erased, also with their translations."""
    now = update(Update).where(Update.original_id == original.id).values(original_wording="")
    tx.session.execute(now.execution_options(synchronize_session=False))
    original.request_digest, original.original_wording = None, ""


@verb()
def confirm(tx: Transaction, public_id: str, *, wording: str) -> None:
    """Notes that a translation says what its original says now, though that has changed.

    `wording` is the digest of the original's words that was looked at. Raises StaleForm if they have changed again.
    """
    translation = tx.session.scalar(select(Update).where(Update.visit_id == tx.visit.id, Update.public_id == public_id))
    if translation is None:
        raise NotFound(_("There is no such update in this visit."))
    tx.require(may_edit, translation)
    original = translation.original
    if original is None or translation.state in (State.WITHDRAWN, State.PURGED):
        raise Refused(_("This is no longer a translation. Reload the page to see its state."))
    if translation.is_public:
        tx.require(may_reword, translation)
    if original.wording_digest != wording:
        raise StaleForm(_("The original has changed again since you looked at it. Compare it once more."))
    if not translation.is_behind:
        return
    translation.original_wording = wording
    if translation.public_original:
        tx.log(Verb.CONFIRM, public_id)
    else:
        tx.tell_desk(DeskVerb.SAVE, public_id, only=translation.known_to)


def _has_translation_in(session: Session, original: Update, lang: str) -> bool:
    if lang == original.lang:
        return False
    versions = session.scalars(select(Update).where(Update.original_id == original.id))
    return any(are_one_language(version.lang, lang) for version in versions)
