"""A program with an API key: sends JSON to the writing API, and no cookie."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from blog import newsroom
from blog.models import Scope
from tests.sample_visit import SampleVisit

EVERYTHING = tuple(scope.value for scope in Scope)


class Program:
    """Sends requests with one key about one visit."""

    def __init__(self, app: Flask, token: str, slug: str = "talks") -> None:
        self._client, self.token = app.test_client(use_cookies=False), token
        self.base = f"/api/v1/visits/{slug}"

    @classmethod
    def of(cls, app: Flask, talks: SampleVisit, role: str = "editor", *scopes: str, **narrowed: Any) -> Program:
        """With a new key of the sample visit's account of this role; with all scopes unless some are named."""
        account_id: int = getattr(talks, f"{role}_id")
        _key, token = newsroom.api_keys.make(account_id, name="A program", scopes=scopes or EVERYTHING, **narrowed)
        return cls(app, token, talks.slug)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """`headers` are named with underscores: `If_Match`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.token}")
        sent = {} if body is None else {"json": body}
        return self._client.open(f"{self.base}{path}", method=method, headers=named, **sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, **headers)

    def post(self, body: Any, **headers: str) -> TestResponse:
        """A new update."""
        return self.send("POST", "/updates", body, **headers)


def pointers(response: TestResponse) -> dict[str, str]:
    """The sentences of a problem by the fields that they are about."""
    assert response.mimetype == "application/problem+json", response.text
    return {error["pointer"]: error["detail"] for error in response.json["errors"]}
