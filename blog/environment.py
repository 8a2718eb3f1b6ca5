"""Reads single settings from the environment or from files that it names; the open files kept in reserve."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from blog.text.numbers import whole_number

# Each reader takes an open file; this many are kept back for requests, the database and files.
RESERVED_FILES = 200


class SettingsError(Exception):
    """An invalid setting; the message says how to fix it."""


class Environment:
    """Reads one variable at a time, or the file that `NAME_FILE` names, as with container secrets."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        path = self._environ.get(f"{name}_FILE")
        if not path:
            return self._environ.get(name, "").strip() or default
        try:
            text = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{name}_FILE names {path}, which does not hold text in UTF-8.") from error
        if not text:  # an empty secret must not fall back to a default
            raise SettingsError(f"{name}_FILE names {path}, which is empty.")
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        """What stands on each line that is not blank."""
        return tuple(line.strip() for line in self.text(name, "").splitlines() if line.strip())

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10_000_000) -> int:
        text = self.text(name, str(default))
        value = whole_number(text)
        if value is None or not least <= value <= most:
            raise SettingsError(f"{name} must be a whole number from {least} to {most}; it is {text!r}.")
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = self.text(name, default)
        if text not in choices:
            raise SettingsError(f"{name} must be one of {', '.join(choices)}; it is {text!r}.")
        return text


def long_enough(name: str, key: str, environment: str) -> str:
    """Returns a signing key. Raises SettingsError in production if it is too short."""
    if environment == "production" and len(key) < 32:
        raise SettingsError(f"{name} is too short to be secret: give it at least 32 random characters.")
    return key


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """A secret in a file of the instance folder, which is made once, so that a restart changes nothing."""
    try:
        kept = _read_or_make(path, make)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read or written: {error.strerror}. Check INSTANCE_DIR.") from error
    if not kept:  # the disk was full when it was written
        raise SettingsError(f"{path} is empty: remove it, and a new key is created.")
    return kept


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        secret = make()
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secret)
    except FileExistsError:  # another process was faster: use its secret
        return path.read_text(encoding="ascii")
    return secret
