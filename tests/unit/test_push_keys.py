"""The key of push services, and which services are believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from blog.push import from_settings, hosts, new_key
from blog.settings import SettingsError, from_environment

SECRET = "k" * 32


def test_a_key_is_made_once_in_development_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, again = (from_environment({"INSTANCE_DIR": str(tmp_path)}).push for _ in range(2))
    assert first
    assert again == first
    assert (tmp_path / "push_key").stat().st_mode & 0o777 == 0o600


def test_production_has_no_notifications_before_there_is_a_key(tmp_path: Path) -> None:
    environ = {"INSTANCE_DIR": str(tmp_path), "DATELINE_ENV": "production", "SECRET_KEY": SECRET}
    assert from_environment(environ).push is None
    key = new_key()
    found = from_environment({**environ, "PUSH_KEY": key}).push
    assert found
    assert found.key.secret == key
    assert not (tmp_path / "push_key").exists()


@pytest.mark.parametrize("key", ["short", "A" * 43, "é" * 43, new_key() + "A"], ids=["short", "zero", "é", "long"])
def test_what_is_no_key_is_named_in_one_sentence(key: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^PUSH_KEY is not a key: make one with `flask push keys`\.$"):
        from_environment({"INSTANCE_DIR": str(tmp_path), "PUSH_KEY": key})


@pytest.mark.parametrize(
    "services", ["localhost", "https://push.example", "push.example/", "*", "*.*.a.example", "a,b.c"]
)
def test_what_is_no_host_is_named_in_one_sentence(services: str) -> None:
    with pytest.raises(ValueError, match=r"^PUSH_HOSTS lists hosts"):
        from_settings("", services)


@pytest.mark.parametrize(
    ("endpoint", "service"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def", "fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com:443/wpush/v2/abc", "updates.push.services.mozilla.com"),
        ("https://wns2-by3p.notify.windows.com/w/?token=abc", "*.notify.windows.com"),
        ("http://fcm.googleapis.com/fcm/send/abc", None),
        ("https://fcm.googleapis.com:8443/fcm/send/abc", None),
        ("https://fcm.googleapis.com.evil.example/", None),
        ("https://evil.example/fcm.googleapis.com", None),
        ("https://fcm.googleapis.com@evil.example/", None),
        ("https://evilnotify.windows.com/", None),
        ("https://notify.windows.com/", None),
        ("https://fcm.googleapis.com/a b", None),
        ("https://fcm.googleapis.com/\r\nX: y", None),
        ("https://fcm.googleapis.com/é", None),
        ("https://fcm.googleapis.com:x/", None),
        ("https://[::1]/", None),
        ("https://169.254.169.254/", None),
        ("", None),
    ],
)
def test_only_services_of_browsers_are_believed(endpoint: str, service: str | None) -> None:
    assert hosts.service_of(endpoint, hosts.parse(hosts.DEFAULT)) == service
