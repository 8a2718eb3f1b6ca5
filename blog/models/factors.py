"""What an account can prove itself with beside its password: passkeys, and codes for when nothing else is at hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from blog.database import Base
from blog.models.columns import Key

PASSKEY_NAME_CHARACTERS = 60


class Passkey(Base):
    """A passkey of an account. The device keeps its private key; this row holds the public one.

    `uses` is the device's own count of its signatures: one that does not grow comes from a copy of the device's key.
    Most passkeys do not count, and say 0 for ever.
    """

    __tablename__ = "passkey"

    id: Mapped[Key]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_CHARACTERS))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    uses: Mapped[int] = mapped_column(BigInteger, default=0)
    transports: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that signs an account in once instead of its second factor; only its digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[Key]
    reporter_id: Mapped[int] = mapped_column(ForeignKey("reporter.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
