"""Second factors of accounts: an authenticator app, and recovery codes for when it is not at hand."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from blog.models import AccountAct, Passkey, RecoveryCode, Reporter
from blog.models.reporter import new_uniquifier
from blog.newsroom import audit, commits, sessions
from blog.newsroom.app_codes import AppCodes

CODES = 10
APP_CODE_DIGITS, MOST_APP_CODE_DIGITS = 6, 8
# Without 0/O and 1/l/i: sixteen of them are about 79 bits, which nobody guesses from a digest.
_ALPHABET, _GROUPS, _GROUP = "23456789abcdefghjkmnpqrstuvwxyz", 4, 4


def set_up_app(account_id: int, secret: str, code: str, *, session_id: int, digest: str) -> bool:
    """Takes an app's secret if this is a code that the app shows now, and ends the account's other sessions."""
    moment = AppCodes().moment_of(code, secret)
    if moment is None:
        return False
    with sessions.ending_others(account_id, session_id, digest) as (session, account):
        account.totp_secret, account.totp_counter = secret, moment
        audit.record(session, AccountAct.SET_UP_TOTP)
    return True


def remove_app(account_id: int) -> None:
    """Forgets the authenticator app of an account."""
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id, with_for_update=True)
        account.totp_secret, account.totp_counter = "", None
        forget_codes(session, account)
        audit.record(session, AccountAct.REMOVE_TOTP)


def accept_code(account_id: int, code: str) -> bool:
    """Whether this is a code that the account's app shows now. Each is accepted once."""
    with commits.write_session() as session:
        account = session.get_one(Reporter, account_id, with_for_update=True)
        return bool(account.totp_secret) and AppCodes().accepts(account, code, account.totp_secret)


def make_recovery_codes(account_id: int) -> list[str]:
    """Makes new recovery codes in place of those before. They cannot be shown again."""
    codes = ["-".join(_group() for _ in range(_GROUPS)) for _ in range(CODES)]
    with commits.write_session() as session:
        session.get_one(Reporter, account_id, with_for_update=True)
        session.execute(delete(RecoveryCode).where(RecoveryCode.reporter_id == account_id))
        session.add_all(RecoveryCode(reporter_id=account_id, digest=_digest(code)) for code in codes)
        audit.record(session, AccountAct.MAKE_RECOVERY_CODES)
    return codes


def is_like_recovery_code(typed: str) -> bool:
    """Whether what somebody typed can only be meant as a recovery code: an app's code is a few digits."""
    signs = _signs(typed)
    return len(signs) > MOST_APP_CODE_DIGITS or any(sign.isalpha() for sign in signs)


def is_like_app_code(typed: str) -> bool:
    """Whether it can only be meant as a code of an app."""
    signs = _signs(typed)
    return len(signs) == APP_CODE_DIGITS and signs.isdecimal()


def use_recovery_code(account_id: int, code: str) -> bool:
    """Whether this is one of the account's recovery codes, which then is used up."""
    own = RecoveryCode.reporter_id == account_id, RecoveryCode.digest == _digest(code)
    with commits.write_session() as session:
        is_right = session.execute(delete(RecoveryCode).where(*own).returning(RecoveryCode.id)).first() is not None
        if is_right:
            audit.record(session, AccountAct.USE_RECOVERY_CODE, by=session.get_one(Reporter, account_id))
        return is_right


def reset(session: Session, account: Reporter) -> None:
    """Forgets all second factors of somebody who lost them, and signs the account out everywhere."""
    account.totp_secret, account.totp_counter = "", None
    account.fs_uniquifier = new_uniquifier()
    for table in (Passkey, RecoveryCode):
        session.execute(delete(table).where(table.reporter_id == account.id))
    audit.record(session, AccountAct.RESET_SECOND_FACTORS, about=account)


def forget_codes(session: Session, account: Reporter) -> None:
    """Forgets recovery codes that have nothing left to recover."""
    passkey = select(Passkey.id).where(Passkey.reporter_id == account.id)
    if not account.totp_secret and session.scalar(passkey) is None:
        session.execute(delete(RecoveryCode).where(RecoveryCode.reporter_id == account.id))


def _group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))


def _digest(code: str) -> str:
    return hashlib.sha256(_signs(code).encode()).hexdigest()


def _signs(typed: str) -> str:
    return "".join(sign for sign in typed.lower() if sign.isalnum())
