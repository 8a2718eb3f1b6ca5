"""Two sites behind one nginx, as the first lines of `deploy/nginx.conf` say."""

from __future__ import annotations

from pathlib import Path

import trustme

from tests.servers.nginx import SITE, complaints


def test_two_sites_share_one_nginx_if_each_has_names_of_its_own(tmp_path: Path) -> None:
    issued = trustme.CA().issue_cert("localhost")
    issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    site = SITE.read_text()
    for part in ("fullchain.pem", "privkey.pem"):
        site = site.replace(f"/etc/letsencrypt/live/live.example.org/{part}", str(tmp_path / "both.pem"))
    for path in ("/var/cache/nginx/", "/var/log/nginx/"):
        site = site.replace(path, "here/")
    (tmp_path / "here").mkdir()
    for here, there in (("listen 80;", "listen 127.0.0.1:8080;"), ("listen 443 ssl", "listen 127.0.0.1:8443 ssl")):
        site = site.replace(here, there)
    site = "\n".join(line for line in site.splitlines() if "listen [::]" not in line)
    other = site.replace("dateline", "tribune").replace("127.0.0.1:8000", "127.0.0.1:8001")
    other = other.replace("live.example.org", "live.tribune.example")
    assert complaints(tmp_path, f"{site}\n{other}\n") == ""
    assert "dateline" in complaints(tmp_path, f"{site}\n{site}\n")
