"""Passkeys of accounts (WebAuthn), which a phone, a computer or a key of one's own holds.

One is a second factor after the password. One that its device finds by itself, and gives only to a finger, a face or a
PIN, counts as both factors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from blog.models import AccountAct, Passkey, Reporter
from blog.models.factors import PASSKEY_NAME_CHARACTERS
from blog.newsroom import audit, commits, second_factors, sessions, transaction
from blog.newsroom.errors import Invalid
from blog.newsroom.wording import check_length, visible
from blog.text.cleaning import clean
from blog.translation import _

MOST = 20
_WRONG = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Place:
    """Where a passkey belongs: the host, the origins that its pages have, and the name that browsers show."""

    host: str
    origins: tuple[str, ...]
    name: str


def options_to_add(account: Reporter, known: Sequence[Passkey], place: Place, challenge: bytes) -> str:
    """What the browser is asked for when it makes a passkey, as JSON."""
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=place.name,
        user_id=handle(place, account.id),
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_descriptors(known),
    )
    return options_to_json(options)


def options_to_sign_in(known: Sequence[Passkey], place: Place, challenge: bytes) -> str:
    """What the browser is asked for when somebody signs in, as JSON. Without any known, for a passkey that it finds."""
    needed = UserVerificationRequirement.DISCOURAGED if known else UserVerificationRequirement.REQUIRED
    options = generate_authentication_options(
        rp_id=place.host, challenge=challenge, allow_credentials=_descriptors(known), user_verification=needed
    )
    return options_to_json(options)


def add(
    account_id: int, name: str, answer: str, place: Place, challenge: bytes, *, session_id: int, digest: str
) -> None:
    """Adds the passkey that a browser has made, and ends all sessions of the account but this one."""
    name, errors = " ".join(clean(name).split()), dict[str, str]()
    if not visible(name):
        errors["name"] = _("Give it a name by which you know it again, such as the phone it is on.")
    check_length(errors, "name", _("The name"), name, PASSKEY_NAME_CHARACTERS)
    if errors:
        raise Invalid(**errors)
    failed = Invalid(answer=_("The browser’s answer was not accepted. Try again."))
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=list(place.origins),
        )
    except _WRONG as error:
        raise failed from error
    with sessions.ending_others(account_id, session_id, digest) as (session, _account):
        known = session.scalars(select(Passkey).where(Passkey.reporter_id == account_id)).all()
        if len(known) >= MOST:
            raise Invalid(answer=_("An account can have at most %(most)s passkeys.", most=MOST))
        if session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)) is not None:
            raise failed
        new = Passkey(reporter_id=account_id, name=name, created_at=transaction.current_time(), uses=made.sign_count)
        new.credential_id, new.public_key = made.credential_id, made.credential_public_key
        session.add(new)
        audit.record(session, AccountAct.ADD_PASSKEY)


def accept(passkey: Passkey, answer: str, place: Place, challenge: bytes, *, alone: bool = False) -> bool:
    """Whether a browser's answer comes from a passkey. `alone` demands that it counts as both factors.

    The signature is verified before the transaction; in it, that the device's count has grown since the last use.
    """
    passkey_id, whose = passkey.id, handle(place, passkey.reporter_id)
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=list(place.origins),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=alone,
        )
        given = parse_authentication_credential_json(answer).response.user_handle
    except _WRONG:
        return False
    # Only a passkey that was found without being named says whose it is.
    if used.credential_id != passkey.credential_id or (alone and given != whose):
        return False
    with commits.write_session() as session:
        now = session.get(Passkey, passkey_id, with_for_update=True)
        if now is None or ((used.new_sign_count or now.uses) and used.new_sign_count <= now.uses):
            return False
        now.uses, now.used_at = used.new_sign_count, transaction.current_time()
        return True


def credential_id(answer: str) -> bytes:
    """Which passkey a browser's answer says that it comes from; nothing if it is none."""
    try:
        return base64url_to_bytes(json.loads(answer)["rawId"])
    except _WRONG:
        return b""


def remove(account_id: int, passkey_id: int) -> None:
    """Forgets a passkey of an account."""
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id, with_for_update=True)
        own = Passkey.id == passkey_id, Passkey.reporter_id == account_id
        if session.execute(delete(Passkey).where(*own).returning(Passkey.id)).first() is not None:
            second_factors.forget_codes(session, account)
            audit.record(session, AccountAct.REMOVE_PASSKEY)


def _descriptors(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in known]


def handle(place: Place, account_id: int) -> bytes:
    """How a device knows an account, without its name."""
    return hashlib.sha256(f"dateline {place.host} {account_id}".encode()).digest()
