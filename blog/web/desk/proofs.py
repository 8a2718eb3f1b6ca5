"""Checks who somebody says they are: one check at a time, and only so many failures for an account and an address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from flask import Flask, Response, current_app, g, request, session
from flask_limiter import RequestLimit

from blog.extensions import limiter
from blog.models import AccountAct
from blog.newsroom import refusals
from blog.security import network
from blog.text.graphemes import cut
from blog.web.desk.password_queue import PasswordQueue

FAILURES = "10 per 10 minutes"
FAILURES_OF_ADDRESS = "30 per 10 minutes"
# From anywhere: a code is short, and who may type one at all already has the password.
CODES = "30 per 10 minutes"
LONGEST_LOGGED = 80

logger = structlog.stdlib.get_logger("blog.web")


def init_app(app: Flask) -> None:
    """Sets up the queue."""
    app.extensions["password_queue"] = PasswordQueue()


def on_known_device(account_id: int | None) -> bool:
    """Whether the account was the last to sign in on this browser, by its signed cookie of forms.

    Its failures are counted apart, so that nobody else's guesses, from the same network or any other, hold it up.
    """
    return account_id is not None and session.get("account") == account_id


def holds(check: Callable[[], bool], *, claim: str, account_id: int | None, known: bool) -> bool:
    """Whether a check holds, which waits for its turn in the queue. Raises TooManySignIns.

    `claim` is the account as it was typed, `account_id` the one that it names, and `known` whether that has signed in
    from here before. Answers 429 past the limits, which are looked at in turn too, before any hash.
    """
    g.claim, g.claimed_id = claim, account_id
    queue: PasswordQueue = current_app.extensions["password_queue"]
    with queue.turn(known=known):
        g.proof_failed = not _counted(check)
    return not g.proof_failed


def code_holds(check: Callable[[], bool], *, claim: str, account_id: int) -> bool:
    """The same for a code, which comes after a right password; its failures count together, wherever they come from."""
    return holds(partial(_counted_code, check), claim=claim, account_id=account_id, known=True)


def refuse(event: str, claim: str, account_id: int | None) -> None:
    """Logs a sign-in that is refused, and counts it for the audit."""
    log(event, claim)
    refusals.count(AccountAct.REFUSE_SIGN_IN, account_id, address=request.remote_addr or "")


def turn_away(event: str) -> None:
    """The same of one who is turned away without a look at the password."""
    refuse(event, g.claim, g.claimed_id)


def log(event: str, claim: str) -> None:
    """Logs who tried, as it was typed, and from where. Never the password."""
    logger.info(event, account=cut(claim.strip(), LONGEST_LOGGED), address=request.remote_addr)


def account_and_network() -> str:
    """Whom the rate limit counts: an account as it was typed, from a network; its own devices apart from others."""
    return f"{_account()} {network(request.remote_addr or '')}"


def _account() -> str:
    return f"known device of {g.claimed_id}" if _on_own_device() else g.claim.strip().lower()[:255]


def _on_own_device() -> bool:
    return on_known_device(g.claimed_id)


def _failed(_answer: Response) -> bool:
    return bool(g.get("proof_failed"))


def _on_breach(_limit: RequestLimit) -> None:
    turn_away("sign-in throttled")


@limiter.shared_limit(
    FAILURES_OF_ADDRESS, scope="proofs", deduct_when=_failed, on_breach=_on_breach, exempt_when=_on_own_device
)
@limiter.shared_limit(FAILURES, scope="proofs", key_func=account_and_network, deduct_when=_failed, on_breach=_on_breach)
def _counted(check: Callable[[], bool]) -> bool:
    return check()


@limiter.shared_limit(CODES, scope="codes", key_func=_account, deduct_when=_failed, on_breach=_on_breach)
def _counted_code(check: Callable[[], bool]) -> bool:
    return check()
