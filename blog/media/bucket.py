"""Keeps files in a bucket that speaks S3, by obstore, which reads the endpoint and the account from `AWS_*`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from blog.media.errors import Missing, Unavailable

if TYPE_CHECKING:
    from obstore.store import S3Store

# A reader who waits longer has gone.
TIMEOUT = timedelta(seconds=20)
RETRIES = 2


class Bucket:
    """A bucket, or a folder in it, as `s3://bucket/folder` names it. It is opened when it is first used."""

    def __init__(self, url: str) -> None:
        self._url = url

    def put(self, key: str, data: bytes) -> None:
        with _translated(key):
            self._store.put(key, data, use_multipart=False)  # so that there is all of it or nothing

    def get(self, key: str) -> bytes:
        with _translated(key):
            return bytes(self._store.get(key).bytes())

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            try:
                with _translated(key):
                    self._store.delete(key)
            except Missing:
                continue

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        with _translated(prefix):
            for page in self._store.list(prefix.rstrip("/") or None):
                yield from (each["path"] for each in page if before is None or each["last_modified"] < before)

    @cached_property
    def _store(self) -> S3Store:
        from obstore.store import S3Store

        return S3Store.from_url(
            self._url,
            # Without TLS only where the operator has written an endpoint with http://.
            client_options={"timeout": TIMEOUT, "connect_timeout": TIMEOUT, "allow_http": True},
            retry_config={"max_retries": RETRIES, "retry_timeout": TIMEOUT},
        )


@contextmanager
def _translated(key: str) -> Iterator[None]:
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise Missing(key) from error
    except (BaseError, OSError) as error:
        raise Unavailable(str(error).partition("\n")[0]) from error
