"""Codes of authenticator apps (TOTP, RFC 6238). Their secrets are encrypted with a key made of the site's own."""

from __future__ import annotations

import hashlib
import hmac
import logging

from flask_security import UserMixin
from flask_security.totp import Totp
from passlib.totp import TOTP, AppWallet, TotpMatch

from blog.extensions import secret_keys
from blog.models import Reporter
from blog.newsroom.transaction import current_time

# A code counts for thirty seconds before and after its own: clocks of phones differ.
DRIFT_SECONDS = 30
# The key is no password: it needs no slow hash.
_COST = 4

logger = logging.getLogger(__name__)


class AppCodes(Totp):
    """Flask-Security's codes, each accepted once, with the keys of this site: the present one and those before.

    `issuer` is the name by which an app shows them.
    """

    def __init__(self, issuer: str = "Dateline") -> None:
        keys = secret_keys()
        secrets = {_tag(key): _derived(key) for key in keys}
        wallet = AppWallet(secrets, default_tag=_tag(keys[0]), encrypt_cost=_COST)
        self._totp = TOTP.using(issuer=issuer.replace(":", " "), wallet=wallet, now=lambda: current_time().timestamp())

    def moment_of(self, code: str, secret: str) -> int | None:
        """Of which thirty seconds this is the code; None when it is not one of now."""
        try:
            match: TotpMatch = self._totp.verify(code, secret, window=DRIFT_SECONDS)
        except (KeyError, ValueError):
            return None
        return int(match.counter)

    def accepts(self, account: Reporter, code: str, secret: str) -> bool:
        """Whether it is a code of now, later than the last one accepted, which it then is itself."""
        try:
            if not self.verify_totp(code, secret, account, window=DRIFT_SECONDS):
                return False
        except (KeyError, ValueError):
            logger.error("the secret of an authenticator app cannot be read: the site's key has changed")
            return False
        if (kept := self._totp.from_source(secret)).changed:  # encrypted with an old key of the site
            account.totp_secret = kept.to_json(encrypt=True)
        return True

    def get_last_counter(self, user: UserMixin) -> int | None:
        assert isinstance(user, Reporter)
        return user.totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        assert isinstance(user, Reporter)
        user.totp_counter = tmatch.counter


def _derived(key: str) -> str:
    return hmac.new(key.encode(), b"dateline: second factors", hashlib.sha256).hexdigest()


def _tag(key: str) -> str:
    """Names a key without telling it."""
    return hashlib.sha256(_derived(key).encode()).hexdigest()[:16]
