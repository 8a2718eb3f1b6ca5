"""A person at the desk, over HTTP and without JavaScript: signs in, reads forms, sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.sample_visit import PASSWORD

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Desk:
    """Keeps cookies, and puts the page's own CSRF token into what it sends."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    @classmethod
    def of(cls, app: Flask) -> Desk:
        return cls(app.test_client())

    def sign_in(self, email: str, password: str = PASSWORD) -> Desk:
        self.get("/desk/sign-in")
        answer = self.post("/desk/sign-in", {"email": email, "password": password})
        assert answer.status_code == 302, answer.text
        self.get("/desk")
        return self

    def get(self, path: str) -> TestResponse:
        answer = self.client.get(path)
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    def post(self, path: str, form: Mapping[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token, **(form or {})}, **kwargs)

    def publish(self, slug: str, body: str, **fields: Any) -> TestResponse:
        return self.post(f"/desk/visits/{slug}/updates", {"body": body, "action": "publish", **fields})
