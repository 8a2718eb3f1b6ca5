"""Column shapes that several tables share."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Annotated

from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import mapped_column

# Without 0/O and 1/l/I, so that a permalink can be read out over the telephone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PUBLIC_ID_LENGTH = 10


def public_id() -> str:
    """A random id for addresses that reveals no order (31^10, about 49 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def word(enum: type[StrEnum]) -> Enum:
    """An enumeration stored as text, so that a new member needs no change of type on PostgreSQL."""
    return Enum(enum, native_enum=False, length=16, values_callable=lambda members: [m.value for m in members])


Key = Annotated[int, mapped_column(primary_key=True)]
VisitKey = Annotated[int, mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)]
Slug = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(300))]
