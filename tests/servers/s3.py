"""A server that speaks S3, for tests: moto's, in a process of its own, with an empty bucket."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.servers.ports import HOST, free_port, is_open
from tests.servers.process import ServerProcess

BUCKET = "dateline-files"
REGION = "eu-central-1"


@contextmanager
def s3_server() -> Iterator[dict[str, str]]:
    """The `AWS_*` variables of a running server whose bucket is empty."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    with tempfile.TemporaryDirectory(prefix="dateline-s3-") as folder:
        command = [sys.executable, "-m", "moto.server", "--host", HOST, "--port", str(port)]
        process = ServerProcess(command, Path(folder), lambda: is_open(port), env=dict(os.environ))
        process.start()
        try:
            place = f"<LocationConstraint>{REGION}</LocationConstraint>"
            wanted = f"<CreateBucketConfiguration>{place}</CreateBucketConfiguration>"
            requests.put(f"{url}/{BUCKET}", wanted, timeout=30).raise_for_status()
            yield {
                "AWS_ENDPOINT": url,
                "AWS_REGION": REGION,
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
            }
        finally:
            process.stop()
