"""An authenticator app, as RFC 6238 describes one."""

from __future__ import annotations

import base64
import hmac
import struct
from datetime import datetime

from blog.models.visit import now
from tests.desk import Desk
from tests.markup import one, parse, words

SECONDS = 30


class Authenticator:
    """Shows the codes of a key, as it was typed into it."""

    def __init__(self, key: str) -> None:
        letters = "".join(sign for sign in key if sign.isalnum()).upper()
        self.used = ""  # the code that set it up
        self._secret = base64.b32decode(letters + "=" * (-len(letters) % 8))

    @property
    def next_code(self) -> str:
        """The one that comes after the code of now, which counts already: that of now may be used up."""
        return self.code(later=1)

    def code(self, *, later: int = 0, at: datetime | None = None) -> str:
        """The code of now, or of some steps of thirty seconds later."""
        counter = int((at or now()).timestamp()) // SECONDS + later
        digest = hmac.digest(self._secret, struct.pack(">Q", counter), "sha1")
        offset = digest[-1] & 15
        number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"


def set_up(desk: Desk) -> tuple[Authenticator, list[str]]:
    """Sets an app up for the account that is signed in; returns it, and the recovery codes."""
    page = parse(desk.get("/desk/account/app"))
    app = Authenticator(words(one(page, ".account-key")))
    app.used = app.code()
    answer = desk.post("/desk/account/app", {"code": app.used})
    assert answer.status_code == 200, answer.text
    desk.get("/desk")
    return app, [words(code) for code in parse(answer).cssselect(".account-codes li")]
