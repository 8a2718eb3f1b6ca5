"""Pictures and documents made for tests, and what a person at the desk does with them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.desk import Desk

UPLOADS = "/desk/visits/talks/media"
JSON = {"Accept": "application/json"}


def picture(width: int = 64, height: int = 48, kind: str = "JPEG", *, mode: str = "RGB", **options: Any) -> bytes:
    """A picture that is red on the left and blue on the right."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    file = BytesIO()
    image.convert(mode).save(file, kind, **options)
    return file.getvalue()


def upload(
    desk: Desk, data: bytes | None, name: str = "a.jpg", *, headers: dict[str, str] = JSON, **fields: Any
) -> TestResponse:
    """Uploads a file as a script does, or the form without one."""
    form = {"csrf_token": desk.token, **fields} | ({} if data is None else {"file": FileStorage(BytesIO(data), name)})
    boundary, body = encode_multipart(form)  # the client itself would leave a temporary file open
    content_type = f'multipart/form-data; boundary="{boundary}"'
    return desk.client.post(UPLOADS, data=body, content_type=content_type, headers=headers)


def uploaded(desk: Desk, data: bytes | None = None, name: str = "a.jpg", **fields: Any) -> str:
    """The id of a file that was uploaded."""
    answer = upload(desk, picture() if data is None else data, name, **fields)
    assert answer.status_code == 201, answer.text
    return str((answer.json or {})["id"])
