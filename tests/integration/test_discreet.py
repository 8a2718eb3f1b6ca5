"""What people wrote, and who is signed in, is quoted by no error of the database, which the log may show."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from blog.extensions import db

pytestmark = pytest.mark.both_footings

SECRET = "A name that a court protects."


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO visit (slug) VALUES (:secret)",
        "INSERT INTO visit (nothing) VALUES (:secret)",
        "SELECT id FROM visit WHERE title = :secret AND no_such_function()",
    ],
)
def test_an_error_of_the_database_quotes_neither_its_question_nor_a_row(app: Flask, statement: str) -> None:
    with pytest.raises(DBAPIError) as failed, db.engine.begin() as connection:
        connection.execute(text(statement), {"secret": SECRET})
    assert SECRET not in f"{failed.value} {failed.value.orig}"
