"""Checks the environment: every wrong setting at once, misspelt names, and settings that contradict each other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

from blog.cli.checks.finding import Finding, doubtful, good, wrong
from blog.settings import Settings, SettingsError, from_environment
from blog.text.numbers import whole_number

NAMES = {
    *("DATELINE_ENV", "HOST", "PORT", "INSTANCE_DIR", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_OLD"),
    *("PUBLIC_URL", "MEDIA_DIR", "MEDIA_STORE", "TRUSTED_PROXIES", "EMBED_ANCESTORS", "MAX_READERS", "LOG_FORMAT"),
    *("WEBSUB_HUB", "FETCH_LINKS", "DELIVER", "DATELINE_REQUIRE_2FA", "WEB_CONCURRENCY", "MAIL_URL", "INBOX_URL"),
    *("SITE_NAME", "SITE_LANG", "SITE_LOGO", "SITE_ACCENT", "SITE_IMPRINT_URL", "SITE_PRIVACY_URL"),
    *("SITE_CONTACT_URL", "PUSH_KEY", "PUSH_HOSTS", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"),
    *("OIDC_ROLE_CLAIM", "AWS_ENDPOINT", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
}
# Which names of the environment are close enough to one of ours to be meant as it.
ALIKE = 0.8
FILE = "_FILE"
MOST_WORKERS = 1024
_NAME = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b(?:HOST|PORT|DELIVER)\b")
_LOOPBACK = ("127.", "localhost", "::1")


@dataclass(frozen=True)
class Read:
    """The settings as far as they could be read, and those that are wrong, with why. None if nothing helped."""

    settings: Settings | None
    problems: Mapping[str, str]


def read(environ: Mapping[str, str] | None = None) -> Read:
    """Reads the settings, and goes on without each that is wrong, to find the next."""
    left = dict(os.environ if environ is None else environ)
    problems: dict[str, str] = {}
    while True:
        try:
            return Read(from_environment(left), problems)
        except SettingsError as error:
            named = [name.removesuffix(FILE) for name in _NAME.findall(str(error))]
            new = [name for name in named if name in NAMES and name not in problems][:1]
            if not new:
                return Read(None, problems | {"": str(error)})
            problems[new[0]] = str(error)
            left = {name: value for name, value in left.items() if name.removesuffix(FILE) not in new}
            if new == ["SECRET_KEY"]:
                left["SECRET_KEY"] = "-" * 32  # the others are read all the same


def check(environ: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """All that the environment alone says."""
    environ = os.environ if environ is None else environ
    found = read(environ)
    yield from map(wrong, found.problems.values())
    yield from _misspelt(environ)
    yield from _workers(environ)
    if found.settings:
        yield from _address(found.settings) if "PUBLIC_URL" not in found.problems else ()
        yield from _sharing(found.settings) if "DATABASE_URL" not in found.problems else ()
        if not found.problems:
            yield good(f"Settings for {found.settings.environment}, {found.settings.public_url}.")


def _misspelt(environ: Mapping[str, str]) -> Iterator[Finding]:
    for name in sorted(environ):
        plain = name.removesuffix(FILE)
        if plain in NAMES:
            continue
        bare = plain.upper().removeprefix("DATELINE_")
        meant = next(iter(get_close_matches(bare, NAMES, n=1, cutoff=ALIKE)), "")
        if meant and environ.get(meant):
            yield doubtful(f"{name} is not a setting, and {meant} is set: remove {name}.")
        elif meant:
            yield doubtful(f"{name} is not a setting, and has no effect. Did you mean {meant}?")
        elif name.startswith("DATELINE_"):
            yield doubtful(f"{name} is not a setting, and has no effect.")


def workers(environ: Mapping[str, str] | None = None) -> int:
    """The number of workers; 0 if it cannot be read."""
    number = whole_number((os.environ if environ is None else environ).get("WEB_CONCURRENCY", "").strip() or "1")
    return number if number is not None and 1 <= number <= MOST_WORKERS else 0


def _workers(environ: Mapping[str, str]) -> Iterator[Finding]:
    count = workers(environ)
    if not count:
        text = environ.get("WEB_CONCURRENCY", "").strip()
        yield wrong(f"WEB_CONCURRENCY must be a whole number from 1 to {MOST_WORKERS}; it is {text!r}.")
    elif count > 1 and not (environ.get("REDIS_URL") or environ.get("REDIS_URL_FILE")):
        yield wrong(f"WEB_CONCURRENCY is {count}: {count} workers need REDIS_URL to tell each other about changes.")
    elif count > (os.cpu_count() or count):
        yield doubtful(
            f"WEB_CONCURRENCY is {count}, and this machine has {os.cpu_count()} cores: each worker uses one."
        )


def _address(settings: Settings) -> Iterator[Finding]:
    host = urlsplit(settings.public_url).hostname or ""
    is_local = host.startswith(_LOOPBACK)
    if settings.serves_tls and not settings.trusted_proxies:
        yield wrong(
            "PUBLIC_URL begins with https://, so that a proxy stands in front, but TRUSTED_PROXIES is 0: all clients "
            "count as one, and limits meet all of them. Set TRUSTED_PROXIES to the number of proxies, usually 1."
        )
    if settings.trusted_proxies and not settings.serves_tls and not settings.host.startswith(_LOOPBACK):
        yield doubtful(
            f"TRUSTED_PROXIES is {settings.trusted_proxies}, and HOST is {settings.host}: whoever reaches the port "
            "without the proxy can pretend to have any address."
        )
    if settings.secret_key in settings.secret_keys_old:
        yield wrong("SECRET_KEY_OLD names SECRET_KEY itself: make a new SECRET_KEY, and keep the old one here.")
    if not settings.in_production:
        if not is_local:
            yield doubtful(
                f"DATELINE_ENV is {settings.environment}, and PUBLIC_URL is not local: set it to production."
            )
        return
    if settings.public_url_is_guessed:
        yield wrong("PUBLIC_URL is not set: sockets, links in feeds and cookies need the address that readers use.")
    elif is_local:
        yield doubtful(f"PUBLIC_URL is {settings.public_url}, which leads readers to their own machine.")
    elif not settings.serves_tls:
        yield doubtful("PUBLIC_URL begins with http://: passwords and sessions can be read on their way.")


def _sharing(settings: Settings) -> Iterator[Finding]:
    if settings.in_production and settings.uses_sqlite and settings.redis_url:
        yield doubtful("REDIS_URL is set with SQLite, which one machine alone can use. Several need PostgreSQL.")
