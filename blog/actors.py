"""Who acts: an account, perhaps through an API key, or the site itself; and what a permission asks of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import update_wrapper
from typing import Concatenate, Final, Generic, ParamSpec, TypeAlias

from blog.models import Narrowing, Reporter, Scope
from blog.translation import N_, _

P = ParamSpec("P")

NO_SCOPE = N_("This key does not have the scope “%(scope)s”. Make a key that has it.")
# What no key allows, whoever holds it.
BY_NO_KEY = N_("No key can do this. Sign in at the desk.")


class System(Enum):
    """The site itself, which acts without an account and may do everything: the scheduler, the commands."""

    SYSTEM = "system"


SYSTEM: Final = System.SYSTEM


@dataclass(frozen=True)
class KeyHolder:
    """The ids of an account and of the API key through which it acts."""

    account_id: int
    key_id: int


# Who acts: an account, or the site itself, which has to be named. A missing account has no permission at all.
Actor: TypeAlias = Reporter | System
ActorId: TypeAlias = int | KeyHolder | System


class Permission(Generic[P]):
    """A yes-or-no question about an account, with the sentence for an account that is refused.

    `scope` is what an API key needs for it, which may depend on what it is about; with None, no key is enough.
    """

    def __init__(
        self,
        rule: Callable[Concatenate[Reporter, P], bool],
        refusal: str,
        scope: Scope | Callable[..., Scope] | None = Scope.WRITE,
    ) -> None:
        self._rule = rule
        self._refusal = refusal
        self._scope = scope
        update_wrapper(self, rule)

    def __call__(self, reporter: Reporter, *args: P.args, **kwargs: P.kwargs) -> bool:
        lacks = reporter.key and self._lacks(reporter.key, *args, **kwargs)
        return not lacks and self._rule(reporter, *args, **kwargs)

    @property
    def refusal(self) -> str:
        return _(self._refusal)

    def why_not(self, reporter: Reporter, *args: P.args, **kwargs: P.kwargs) -> str:
        """The sentence for this account, which may act through a key that is not for it."""
        lacks = self._lacks(reporter.key, *args, **kwargs) if reporter.key else ""
        return lacks or self.refusal

    def _lacks(self, key: Narrowing, *args: P.args, **kwargs: P.kwargs) -> str:
        """Why a key is not enough; empty if it is."""
        needed = self._scope(*args, **kwargs) if callable(self._scope) else self._scope
        if needed is None:
            return _(BY_NO_KEY)
        return "" if key.allows(needed) else _(NO_SCOPE, scope=needed.value)


def permission(
    refusal: str, scope: Scope | Callable[..., Scope] | None = Scope.WRITE
) -> Callable[[Callable[Concatenate[Reporter, P], bool]], Permission[P]]:
    """Makes a permission of a rule."""
    return lambda rule: Permission(rule, refusal, scope)
