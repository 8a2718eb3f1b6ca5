"""`make` compiles what it installs, and trusts what the system trusts: also a company's own certificate authority."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread

import pytest
import trustme

from blog.settings import ROOT

OTHERS = ("PIP_", "UV_", "SSL_", "REQUESTS_", "CURL_")  # settings of this machine
FILES = ("Makefile", "pyproject.toml", "uv.lock")
# Stands for uv: writes down what it is told instead of installing.
FAKE_UV = """#!python
import os, pathlib
pathlib.Path(".venv").mkdir()
pathlib.Path("told").write_text(os.environ["UV_SYSTEM_CERTS"])
"""


@pytest.fixture
def authority() -> trustme.CA:
    """A certificate authority that no one outside the company has heard of."""
    return trustme.CA()


@pytest.fixture
def index(authority: trustme.CA, tmp_path: Path) -> Iterator[str]:
    """A package index behind it, with the fake uv in it."""
    folder = tmp_path / "index"
    package = folder / "uv"
    package.mkdir(parents=True)
    version = re.search(r"UV_VERSION := (\S+)", (ROOT / "Makefile").read_text())
    assert version
    _write_wheel(package, version[1])
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://localhost:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("trusted", [True, False])
def test_an_index_is_trusted_when_the_system_trusts_its_authority(
    index: str, authority: trustme.CA, tmp_path: Path, trusted: bool
) -> None:
    project, system = tmp_path / "project", tmp_path / "system.pem"
    project.mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, project)
    (authority if trusted else trustme.CA()).cert_pem.write_to_path(str(system))
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    own = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0", "PIP_INDEX_URL": index}
    python = str(Path(sys.base_prefix) / "bin" / "python3")
    done = subprocess.run(
        ["make", ".venv/ready-to-run", f"PYTHON={python}"],
        cwd=project,
        env=inherited | own | {"SSL_CERT_FILE": str(system), "NO_PROXY": "localhost"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode == 0) is trusted, done
    assert not trusted or (project / "told").read_text() == "true"


def test_an_installation_is_compiled_since_its_service_may_not_write_there(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for file in ("uv.lock", "pyproject.toml", "app.py", "blog/page.py", "deploy/server.py", ".tools/bin/uv"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    uv, python = tmp_path / ".tools" / "bin" / "uv", tmp_path / ".venv" / "bin" / "python"
    uv.write_text('#!/bin/sh\necho "$@" > told\n')
    uv.chmod(0o755)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    # The tests keep their own byte code in a folder of its own.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run(["make", "install"], cwd=tmp_path, env=env, check=True, capture_output=True, timeout=60)
    assert "--compile-bytecode" in (tmp_path / "told").read_text()
    compiled = {path.parent.parent.name for path in tmp_path.rglob("__pycache__/*.pyc")}
    assert compiled == {tmp_path.name, "blog", "deploy"}


def _write_wheel(folder: Path, version: str) -> None:
    name, info = f"uv-{version}-py3-none-any.whl", f"uv-{version}.dist-info"
    with zipfile.ZipFile(folder / name, "w") as wheel:
        script = zipfile.ZipInfo(f"uv-{version}.data/scripts/uv")
        script.external_attr = 0o100755 << 16  # a file that may be executed
        wheel.writestr(script, FAKE_UV)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    (folder / "index.html").write_text(f'<!doctype html><a href="{name}">{name}</a>')


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing on standard error."""
