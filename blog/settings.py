"""What the environment says: every setting the product knows, read once, checked, and never read again."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

# A source of `frame-ancestors`: any site, this one, a scheme, or a host with or without its scheme and port.
_SOURCE = re.compile(
    r"\*|'self'|'none'|https?:|(?:https?://)?(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::(?:\d+|\*))?|https?://\[[0-9a-f:]+\](?::\d+)?",
    re.ASCII,
)

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting that cannot be used; the message says what to do about it."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process. Addresses carry no trailing slash; `database_url` is in SQLAlchemy's form."""

    environment: str
    host: str
    port: int
    database_url: str
    redis_url: str | None
    secret_key: str
    public_url: str
    public_url_is_guessed: bool
    address_is_given: bool
    instance_dir: Path
    media_dir: Path
    trusted_proxies: int
    embed_ancestors: str
    websub_hub: str | None
    max_readers: int
    log_format: str

    @property
    def in_production(self) -> bool:
        return self.environment == "production"

    @property
    def serves_tls(self) -> bool:
        """Whether readers reach us over TLS, which is what decides about Secure cookies and HSTS."""
        return self.public_url.startswith("https://")

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads and checks the environment.

    Raises SettingsError with one sentence that names the setting and the way out.
    """
    read = _Reader(environ)
    environment = read.choice("DATELINE_ENV", ("development", "production", "test"), "development")
    instance = Path(read.text("INSTANCE_DIR", str(ROOT / "instance"))).resolve()
    host, port = read.text("HOST", "127.0.0.1"), read.number("PORT", 8000, least=1, most=65535)
    return Settings(
        environment=environment,
        host=host,
        port=port,
        database_url=_sqlalchemy_url(read.text("DATABASE_URL", f"sqlite:///{instance / 'dateline.sqlite'}")),
        redis_url=_redis_url(read.text("REDIS_URL", "")),
        secret_key=_secret_key(read, environment, instance),
        public_url=_public_url(read, host, port),
        public_url_is_guessed=not read.text("PUBLIC_URL", ""),
        address_is_given=any(read.text(name, "") for name in ("PUBLIC_URL", "HOST", "PORT")),
        instance_dir=instance,
        media_dir=Path(read.text("MEDIA_DIR", str(instance / "media"))).resolve(),
        trusted_proxies=read.number("TRUSTED_PROXIES", 0, most=10),
        embed_ancestors=_ancestors(read.text("EMBED_ANCESTORS", "*")),
        websub_hub=_hub(read.text("WEBSUB_HUB", "")),
        max_readers=read.number("MAX_READERS", 20_000, least=1),
        log_format=read.choice("LOG_FORMAT", ("text", "json"), "text"),
    )


def make_folder(instance: Path) -> None:
    """Makes the instance folder, if it is not there."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"INSTANCE_DIR is {instance}, where no folder can be: {error.strerror}.") from error


class _Reader:
    """One variable at a time; `NAME_FILE` names a file that holds the value, as container secrets do."""

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
        if not text:  # a secret that was never filled in must not become a default
            raise SettingsError(f"{name}_FILE names {path}, which is empty.")
        return text

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10_000_000) -> int:
        text = self.text(name, str(default))
        if not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
            raise SettingsError(f"{name} must be a whole number from {least} to {most}; it is {text!r}.")
        return int(text)

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = self.text(name, default)
        if text not in choices:
            raise SettingsError(f"{name} must be one of {', '.join(choices)}; it is {text!r}.")
        return text


def _secret_key(read: _Reader, environment: str, instance: Path) -> str:
    key = read.text("SECRET_KEY", "")
    if key:
        if environment == "production" and len(key) < 32:
            raise SettingsError("SECRET_KEY is too short to be secret: give it at least 32 random characters.")
        return key
    if environment == "production":
        raise SettingsError("SECRET_KEY is missing: set it, or SECRET_KEY_FILE, to at least 32 random characters.")
    make_folder(instance)
    path = instance / "secret_key"
    try:
        kept = _kept_key(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read or written: {error.strerror}. Check INSTANCE_DIR.") from error
    if not kept:  # the disk was full when it was made
        raise SettingsError(f"{path} is empty: remove it, and another key is made.")
    return kept


def _kept_key(path: Path) -> str:
    """The development key: made once and kept, so that a restart signs nobody out."""
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        key = secrets.token_urlsafe(48)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(key)
    except FileExistsError:  # another process was faster; its key is the key
        return path.read_text(encoding="ascii")
    return key


def _sqlalchemy_url(url: str) -> str:
    """PostgreSQL addresses as hosting services write them, with the driver that we use."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingsError("DATABASE_URL must look like postgresql://user:password@host:5432/name.") from error
    return url


def _redis_url(url: str) -> str | None:
    """An address that the Redis client knows how to reach."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme == "unix" or (parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0)
    except ValueError:  # a port that is no number
        good = False
    if not good:
        raise SettingsError("REDIS_URL must look like redis://host:6379/0, rediss://host:6379/0 or unix:///path.")
    return url


def _public_url(read: _Reader, host: str, port: int) -> str:
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else f"[{host}]" if ":" in host else host  # noqa: S104
    url = read.text("PUBLIC_URL", f"http://{shown}:{port}").rstrip("/")
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        good = False
    if not good or parts.query or parts.path or "@" in url or not url.isprintable() or " " in url:
        raise SettingsError(f"PUBLIC_URL must look like https://live.example.org, without a path; it is {url!r}.")
    return url


def _ancestors(text: str) -> str:
    """The sources of a CSP `frame-ancestors`; a stray `;` or line break could write a directive of its own."""
    wrong = [source for source in text.split(" ") if source and not _SOURCE.fullmatch(source)]
    if wrong:
        raise SettingsError(
            "EMBED_ANCESTORS lists origins such as https://paper.example or https://*.paper.example with spaces "
            f"between them, or is * for every site; it has {wrong[0]!r}."
        )
    return text


def _hub(text: str) -> str | None:
    """The address of a WebSub hub. It stands in a header and before everyone's eyes: no password may be in it."""
    parts = urlsplit(text) if text.isprintable() and not set(text) & set(' <>"[]') else None
    if text and not (parts and parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc):
        raise SettingsError("WEBSUB_HUB must look like https://hub.example.org/, without a name and a password.")
    return text or None
