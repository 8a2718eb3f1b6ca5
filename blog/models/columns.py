"""Shapes of columns and indexes that several tables share."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Annotated

from sqlalchemy import Enum, ForeignKey, Index, String, text
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


def partial_index(name: str, *columns: str, where: str) -> Index:
    """A partial index on both databases."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def flag_index(name: str, *columns: str, mark: str) -> Index:
    """A partial index of rows whose flag is true, in the form in which SQLite matches it to queries."""
    return Index(name, *columns, sqlite_where=text(f"{mark} = 1"), postgresql_where=text(mark))


Key = Annotated[int, mapped_column(primary_key=True)]
VisitKey = Annotated[int, mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), index=True)]
Slug = Annotated[str, mapped_column(String(80))]
Line = Annotated[str, mapped_column(String(300))]
