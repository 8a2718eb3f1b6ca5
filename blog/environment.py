"""Reads single settings from the environment, or from the files that it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from blog.text.numbers import whole_number


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
