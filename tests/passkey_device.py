"""A device that holds a passkey and answers as a browser would, with what a test wants it to say."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

from blog.models import Passkey
from blog.newsroom import passkeys
from blog.newsroom.commits import write_session
from blog.newsroom.passkeys import Place

HOST, ORIGIN = "localhost", "http://localhost"
PRESENT, VERIFIED = 1, 4


@dataclass
class Device:
    """A passkey of an account. `uses` grows with each answer, unless it is None: then it never counts."""

    account_id: int
    uses: int | None = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def credential_id(self) -> bytes:
        return f"of {self.account_id}".encode()

    def register(self, name: str = "My phone") -> None:
        """Adds its passkey to the account."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        with write_session() as session:
            made = Passkey(reporter_id=self.account_id, name=name, credential_id=self.credential_id)
            made.public_key, made.created_at = cbor2.dumps(cose), datetime.now(UTC)
            session.add(made)

    def answer(
        self, challenge: str, *, flags: int = PRESENT | VERIFIED, handle: bytes | None = b"own", origin: str = ORIGIN
    ) -> str:
        """What the browser sends for a challenge."""
        if self.uses is not None:
            self.uses += 1
        said = {"type": "webauthn.get", "challenge": bytes_to_base64url(challenge.encode()), "origin": origin}
        client = json.dumps(said).encode()
        device = hashlib.sha256(HOST.encode()).digest() + struct.pack(">BI", flags, self.uses or 0)
        signature = self.key.sign(device + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        if handle == b"own":
            handle = passkeys.handle(Place(HOST, (ORIGIN,), ""), self.account_id)
        response = {"clientDataJSON": client, "authenticatorData": device, "signature": signature}
        if handle is not None:
            response["userHandle"] = handle
        number = bytes_to_base64url(self.credential_id)
        parts = {name: bytes_to_base64url(part) for name, part in response.items()}
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": parts})
