"""nchan in nginx: the relay in C that others are compared with. From Debian, fetched but not installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.bench.peers.peer import Peer, a_port, running
from tests.servers.download_cache import NotInstalledError, kept

# Where Debian's nginx and the module keep temporary files, whatever the configuration says; only root could make it. In
# our unpacked copy the path, of the same length, leads to the folder of the run instead.
TEMPORARY, OWN = b"/var/lib/nginx", b"./" * 7
PACKAGES = ("nginx", "libnginx-mod-nchan")
NGINX = Path("usr/sbin/nginx")
MODULE = Path("usr/lib/nginx/modules/ngx_nchan_module.so")

CONFIGURATION = """
load_module {module};
user root;
worker_processes 1;
worker_rlimit_nofile 40000;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 30000; }}
http {{
  access_log off;
  tcp_nodelay on;
  client_body_buffer_size 1m;
  nchan_shared_memory_size 256m;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /publish {{
      nchan_publisher http;
      nchan_channel_id bench;
      nchan_message_buffer_length 10;
      nchan_deflate_message_for_websocket on;
    }}
    location = /ws {{
      nchan_subscriber websocket;
      nchan_channel_id bench;
      nchan_subscriber_first_message newest;
    }}
  }}
}}
"""


@contextmanager
def nchan() -> Iterator[Peer]:
    nginx, module = _found()
    port = a_port()
    with tempfile.TemporaryDirectory(prefix="dateline-nginx-") as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(module=module, folder=folder, port=port))
        with running(
            [str(nginx), "-p", folder, "-c", str(configuration), "-e", f"{folder}/error.log"], port
        ) as process:
            yield Peer(port, process.pid)


def nchan_version() -> str:
    nginx, _ = _found()
    printed = subprocess.run([nginx, "-v"], capture_output=True, text=True).stderr
    return f"nginx {printed.strip().rsplit('/', 1)[-1]}"


@cache
def _found() -> tuple[Path, Path]:
    """nginx and the module: those of the system, or Debian's packages unpacked into the cache."""
    installed, module = shutil.which("nginx"), Path("/") / MODULE
    if installed and module.exists():
        return Path(installed), module
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NotInstalledError("not there: install nginx with its nchan module")
    folder = kept("bench/nchan", _unpack)
    return folder / NGINX, folder / MODULE


def _unpack(folder: Path) -> None:
    """Nothing is installed, so that no nginx is started by a package's scripts."""
    done = subprocess.run(["apt-get", "download", *PACKAGES], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise NotInstalledError("not there: apt-get has no nginx with nchan")
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        package.unlink()
    for binary in (folder / NGINX, folder / MODULE):
        binary.write_bytes(binary.read_bytes().replace(TEMPORARY, OWN))
