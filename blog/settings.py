"""Reads and validates every setting from the environment, once at startup."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from blog import mail, publisher, push
from blog.environment import Environment, kept_secret, long_enough
from blog.environment import SettingsError as SettingsError
from blog.inbox import server as inbox
from blog.inbox.server import InboxServer
from blog.languages import LANGUAGES
from blog.mail import MailServer
from blog.publisher import Publisher
from blog.push import PushSettings

# A source in `frame-ancestors`: `*`, a keyword, a scheme, or a host with an optional scheme and port.
_SOURCE = re.compile(
    r"\*|'self'|'none'|https?:|(?:https?://)?(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::(?:\d+|\*))?|https?://\[[0-9a-f:]+\](?::\d+)?",
    re.ASCII,
)
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[\w./-]*)?", re.ASCII)

ROOT = Path(__file__).resolve().parent.parent

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class SingleSignOn:
    """A service that confirms who somebody is, by OpenID Connect. `role_claim` names the claim with roles, if any."""

    issuer: str
    client_id: str
    client_secret: str
    role_claim: str


@dataclass(frozen=True)
class Settings:
    """The settings of one process. URLs have no trailing slash; `database_url` is in SQLAlchemy's format."""

    environment: str
    host: str
    port: int
    database_url: str
    redis_url: str | None
    secret_key: str
    secret_keys_old: tuple[str, ...]
    public_url: str
    public_url_is_guessed: bool
    address_is_given: bool
    instance_dir: Path
    media_dir: Path
    media_store: str
    trusted_proxies: int
    embed_ancestors: str
    site_lang: str
    websub_hub: str | None
    fetch_links: bool
    deliver: bool
    max_readers: int
    log_format: str
    require_2fa: bool
    single_sign_on: SingleSignOn | None
    publisher: Publisher
    mail: MailServer | None
    inbox: InboxServer | None
    push: PushSettings | None

    @property
    def in_production(self) -> bool:
        return self.environment == "production"

    @property
    def serves_tls(self) -> bool:
        """Whether readers use TLS, which decides on Secure cookies and HSTS."""
        return self.public_url.startswith("https://")

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads and checks the environment. Raises SettingsError with one sentence that names the setting and the fix."""
    read = Environment(environ)
    environment = read.choice("DATELINE_ENV", ("development", "production", "test"), "development")
    instance = Path(read.text("INSTANCE_DIR", str(ROOT / "instance"))).resolve()
    host, port = read.text("HOST", "127.0.0.1"), read.number("PORT", 8000, least=1, most=65535)
    return Settings(
        environment=environment,
        host=host,
        port=port,
        database_url=sqlalchemy_url(read.text("DATABASE_URL", f"sqlite:///{instance / 'dateline.sqlite'}")),
        redis_url=_redis_url(read.text("REDIS_URL", "")),
        secret_key=_secret_key(read, environment, instance),
        secret_keys_old=tuple(long_enough("SECRET_KEY_OLD", key, environment) for key in read.lines("SECRET_KEY_OLD")),
        public_url=_public_url(read, host, port),
        public_url_is_guessed=not read.text("PUBLIC_URL", ""),
        address_is_given=any(read.text(name, "") for name in ("PUBLIC_URL", "HOST", "PORT")),
        instance_dir=instance,
        media_dir=Path(read.text("MEDIA_DIR", str(instance / "media"))).resolve(),
        media_store=_media_store(read.text("MEDIA_STORE", "")),
        trusted_proxies=read.number("TRUSTED_PROXIES", 0, most=10),
        embed_ancestors=_ancestors(read.text("EMBED_ANCESTORS", "*")),
        site_lang=read.choice("SITE_LANG", tuple(LANGUAGES), "en"),
        websub_hub=_hub(read.text("WEBSUB_HUB", "")),
        fetch_links=read.choice("FETCH_LINKS", ("on", "off"), "on") == "on",
        deliver=read.choice("DELIVER", ("on", "off"), "on") == "on",
        max_readers=read.number("MAX_READERS", 20_000, least=1),
        log_format=read.choice("LOG_FORMAT", ("text", "json"), "text"),
        require_2fa=read.choice("DATELINE_REQUIRE_2FA", ("0", "1"), "0") == "1",
        single_sign_on=_single_sign_on(read),
        publisher=_checked(publisher.from_settings, lambda name: read.text(name, "")),
        mail=_checked(mail.from_url, read.text("MAIL_URL", "")),
        inbox=_checked(inbox.from_url, read.text("INBOX_URL", "")),
        push=_push(read, environment, instance),
    )


def make_folder(instance: Path) -> None:
    """Creates the instance folder if it is missing."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"INSTANCE_DIR is {instance}, which cannot be created: {error.strerror}.") from error


def _checked(read: Callable[[T], U], given: T) -> U:
    """What is read from a setting. Its ValueError becomes a SettingsError."""
    try:
        return read(given)
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _single_sign_on(read: Environment) -> SingleSignOn | None:
    issuer = read.text("OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise SettingsError(f"OIDC_ISSUER must begin with https://; it is {issuer!r}.")
    client_id, secret = read.text("OIDC_CLIENT_ID", ""), read.text("OIDC_CLIENT_SECRET", "")
    if not (client_id and secret):
        raise SettingsError("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, which the service gives you.")
    return SingleSignOn(issuer, client_id, secret, read.text("OIDC_ROLE_CLAIM", ""))


def _secret_key(read: Environment, environment: str, instance: Path) -> str:
    if key := read.text("SECRET_KEY", ""):
        return long_enough("SECRET_KEY", key, environment)
    if environment == "production":
        raise SettingsError("SECRET_KEY is missing: set it, or SECRET_KEY_FILE, to at least 32 random characters.")
    make_folder(instance)
    return kept_secret(instance / "secret_key", lambda: secrets.token_urlsafe(48))


def _push(read: Environment, environment: str, instance: Path) -> PushSettings | None:
    """In development the key is made by itself. In production notifications are off until there is one."""
    key = read.text("PUSH_KEY", "")
    if not key and environment == "development":
        make_folder(instance)
        key = kept_secret(instance / "push_key", push.new_key)
    services = read.text("PUSH_HOSTS", push.DEFAULT_HOSTS)
    return _checked(lambda given: push.from_settings(given, services), key)


def sqlalchemy_url(url: str) -> str:
    """Accepts PostgreSQL URLs as hosting services write them, and adds the driver we use."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingsError("DATABASE_URL must look like postgresql://user:password@host:5432/name.") from error
    if "@" in f"{parts.host}{parts.database}" and url.startswith("postgresql"):
        raise SettingsError("DATABASE_URL has a password with @ in it: write @ as %40 there, and % as %25.")
    return url


def _redis_url(url: str) -> str | None:
    """Validates a URL for the Redis client."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme == "unix" or (parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0)
    except ValueError:  # the port is not a number
        good = False
    if not good:
        raise SettingsError("REDIS_URL must look like redis://host:6379/0, rediss://host:6379/0 or unix:///path.")
    return url


def _public_url(read: Environment, host: str, port: int) -> str:
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else f"[{host}]" if ":" in host else host  # noqa: S104
    url = read.text("PUBLIC_URL", f"http://{shown}:{port}").rstrip("/")
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # the port is not a number
        good = False
    if not good or parts.query or parts.path or "@" in url or not url.isprintable() or " " in url:
        raise SettingsError(f"PUBLIC_URL must look like https://live.example.org, without a path; it is {url!r}.")
    return url


def _ancestors(text: str) -> str:
    """Validates the sources of `frame-ancestors`; a stray `;` or line break could inject another directive."""
    wrong = [source for source in text.split(" ") if source and not _SOURCE.fullmatch(source)]
    if wrong:
        raise SettingsError(
            "EMBED_ANCESTORS lists origins such as https://paper.example or https://*.paper.example with spaces "
            f"between them, or * for every site; {wrong[0]!r} is neither."
        )
    return text


def _media_store(url: str) -> str:
    """Validates the bucket for pictures and documents; without one, they lie in MEDIA_DIR."""
    if url and not _BUCKET.fullmatch(url):
        raise SettingsError(f"MEDIA_STORE must look like s3://bucket or s3://bucket/folder; it is {url!r}.")
    return url.rstrip("/")


def _hub(text: str) -> str | None:
    """Validates a WebSub hub's URL. It appears in public headers, so it must not contain a password."""
    parts = urlsplit(text) if text.isprintable() and not set(text) & set(' <>"[]') else None
    if text and not (parts and parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc):
        raise SettingsError("WEBSUB_HUB must look like https://hub.example.org/, without a user name and password.")
    return text or None
