"""The key that identifies the site to push services, and the tokens that it signs (RFC 8292)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

# Services refuse tokens that are valid for more than a day.
TOKEN_LIFETIME = timedelta(hours=12)
SCALAR_BYTES, POINT_BYTES = 32, 65


@dataclass(frozen=True)
class Key:
    """A private key on the curve P-256. `secret` is its base64url form, as PUSH_KEY has it."""

    secret: str

    @cached_property
    def public(self) -> str:
        """The public key as browsers want it in `applicationServerKey`, in base64url."""
        point = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return to_base64url(point)

    def authorization(self, origin: str, contact: str, at: datetime) -> str:
        """The header `Authorization` for a service at this origin. `contact` is whom it may write to, or empty."""
        claims = {"aud": origin, "exp": int((at + TOKEN_LIFETIME).timestamp())}
        token = jwt.encode(
            {"typ": "JWT", "alg": "ES256"}, claims | ({"sub": contact} if contact else {}), self._signing
        )
        return f"vapid t={token}, k={self.public}"

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(from_base64url(self.secret)), ec.SECP256R1())

    @cached_property
    def _signing(self) -> ECKey:
        point = from_base64url(self.public)
        coordinates = {"x": to_base64url(point[1:33]), "y": to_base64url(point[33:])}
        return ECKey.import_key({"kty": "EC", "crv": "P-256", "d": self.secret, **coordinates})


def new_key() -> str:
    """A new private key, in the form of PUSH_KEY."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return to_base64url(number.to_bytes(SCALAR_BYTES))


def read(text: str) -> Key:
    """Reads a key as PUSH_KEY has it. Raises ValueError."""
    key = Key(text)
    try:
        if len(from_base64url(text)) == SCALAR_BYTES and key.public:
            return key
    except ValueError:
        pass
    raise ValueError("PUSH_KEY is not a key: make one with `flask push keys`.")


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes behind base64url without padding. Raises ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error


def is_point(data: bytes) -> bool:
    """Whether these bytes are a public key that a message can be encrypted for."""
    try:
        return len(data) == POINT_BYTES and bool(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data))
    except ValueError:
        return False
