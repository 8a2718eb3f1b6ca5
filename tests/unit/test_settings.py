"""The environment, read and checked."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from blog.publisher import Publisher
from blog.settings import Settings, SettingsError, from_environment

KEY = "k" * 32


def read(tmp_path: Path, **environ: str) -> Settings:
    return from_environment({"INSTANCE_DIR": str(tmp_path), **environ})


def refusal(tmp_path: Path, **environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **environ)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_an_empty_environment_is_a_laptop_with_sqlite(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.environment, found.host, found.port, found.public_url) == (
        *("development", "127.0.0.1", 8000, "http://localhost:8000"),
    )
    assert found.database_url == f"sqlite:///{tmp_path / 'dateline.sqlite'}"
    assert (found.redis_url, found.trusted_proxies, found.embed_ancestors) == (None, 0, "*")
    assert found.media_dir == tmp_path / "media"


def test_the_development_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = read(tmp_path)
    assert len(first.secret_key) >= 32
    assert read(tmp_path).secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_production_makes_no_key_of_its_own(tmp_path: Path) -> None:
    assert "SECRET_KEY is missing" in refusal(tmp_path, DATELINE_ENV="production")
    assert "too short" in refusal(tmp_path, DATELINE_ENV="production", SECRET_KEY="short")
    assert not (tmp_path / "secret_key").exists()
    assert read(tmp_path, DATELINE_ENV="production", SECRET_KEY=KEY).in_production


def test_a_secret_can_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    found = read(tmp_path, DATELINE_ENV="production", SECRET_KEY_FILE=str(tmp_path / "key"), SECRET_KEY="other")
    assert found.secret_key == KEY


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "SECRET_KEY_FILE names /no/such/file" in refusal(tmp_path, SECRET_KEY_FILE="/no/such/file")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert "SECRET_KEY_FILE" in refusal(tmp_path, SECRET_KEY_FILE=str(tmp_path / "binary"))


def test_a_secret_that_was_never_filled_in_is_not_taken_for_a_default(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("\n")
    assert "DATABASE_URL_FILE names" in refusal(tmp_path, DATABASE_URL_FILE=str(tmp_path / "url"))


def test_a_development_key_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    assert "secret_key is empty" in refusal(tmp_path)
    (tmp_path / "secret_key").unlink()
    (tmp_path / "secret_key").mkdir()
    assert "INSTANCE_DIR" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:////var/x.sqlite", "sqlite:////var/x.sqlite"),
    ],
)
def test_database_addresses_are_taken_as_hosting_services_write_them(tmp_path: Path, given: str, used: str) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == used


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("DATABASE_URL", url) for url in ("mysql://h/d", "nonsense", "postgresql://h:port/d", "sqlite:/x")],
        ("DATABASE_URL", "postgresql://u:p@ss/word@h/d"),
        *[("PORT", port) for port in ("abc", "0", "65536", "-1", "80.5", "²", "9" * 5000)],
        *[("PUBLIC_URL", url) for url in ("ftp://h", "h.example", "https://h/path", "https://h?x=1", "https://")],
        *[("PUBLIC_URL", url) for url in ("https://h:port", "https://h:0", "https://a b", "https://u:p@h")],
        *[("EMBED_ANCESTORS", text) for text in ("https://a; script-src *", "https://a,https://b", "a\nb", "'all'")],
        *[("REDIS_URL", url) for url in ("http://h:6379", "localhost:6379", "nonsense", "redis://", "redis://h:port")],
        *[
            ("WEBSUB_HUB", url)
            for url in ("ftp://h/", "hub.example", "https://", "http://u:p@h/", "http://h/>, <http://x/")
        ],
        ("DATELINE_ENV", "prod"),
        ("LOG_FORMAT", "xml"),
        ("TRUSTED_PROXIES", "11"),
        ("MAX_READERS", "0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    assert name in refusal(tmp_path, **{name: value})


def test_an_instance_folder_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "INSTANCE_DIR" in refusal(tmp_path, INSTANCE_DIR=str(tmp_path / "file"))


def test_there_is_a_hub_for_feeds_only_where_one_is_named(tmp_path: Path) -> None:
    assert read(tmp_path).websub_hub is None
    assert read(tmp_path, WEBSUB_HUB="https://hub.example.org/?a=b").websub_hub == "https://hub.example.org/?a=b"


def test_a_public_address_loses_its_last_slash_and_decides_about_tls(tmp_path: Path) -> None:
    over_tls = read(tmp_path, PUBLIC_URL="https://live.example.org/")
    assert (over_tls.public_url, over_tls.serves_tls) == ("https://live.example.org", True)
    assert not read(tmp_path, PUBLIC_URL="http://live.example.org").serves_tls


def test_a_public_address_that_nobody_gave_is_known_as_a_guess(tmp_path: Path) -> None:
    assert read(tmp_path).public_url_is_guessed
    assert not read(tmp_path, PUBLIC_URL="http://localhost:8000").public_url_is_guessed


def test_an_address_of_the_newer_internet_is_written_as_browsers_take_it(tmp_path: Path) -> None:
    assert read(tmp_path, HOST="2001:db8::1").public_url == "http://[2001:db8::1]:8000"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "127.0.0.1"])
def test_an_address_that_nobody_can_open_is_shown_as_localhost(tmp_path: Path, host: str) -> None:
    assert read(tmp_path, HOST=host, PORT="9000").public_url == "http://localhost:9000"


def test_without_settings_the_site_is_published_under_the_products_name(tmp_path: Path) -> None:
    assert read(tmp_path).publisher == Publisher()


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SITE_NAME", "x" * 41, "at most 40 characters"),
        ("SITE_NAME", "The\tPaper", "one line"),
        ("SITE_ACCENT", "red", "such as #0a5cad"),
        ("SITE_LOGO", "/no/such/logo.svg", "cannot be read"),
        ("SITE_IMPRINT_URL", "imprint.html", "https://paper.example/imprint"),
        ("SITE_PRIVACY_URL", "javascript:alert(1)", "https://paper.example/privacy"),
        ("SITE_PRIVACY_URL", "https://ada:secret@paper.example/", "https://paper.example/privacy"),
        ("SITE_CONTACT_URL", "mailto:nobody", "mailto:desk@paper.example"),
        ("SITE_CONTACT_URL", "https://[", "mailto:desk@paper.example"),
    ],
)
def test_a_wrong_setting_of_the_publisher_is_named_with_what_to_write(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    sentence = refusal(tmp_path, **{name: value})
    assert sentence.startswith(name)
    assert advice in sentence


def test_files_lie_in_a_folder_or_in_a_bucket(tmp_path: Path) -> None:
    assert read(tmp_path).media_store == ""
    assert read(tmp_path, MEDIA_STORE="s3://dateline/media/").media_store == "s3://dateline/media"
    for wrong in ("dateline", "https://dateline/", "s3://", "s3://D", "s3://dateline?x=1", "s3://user:pass@dateline"):
        assert "MEDIA_STORE must look like" in refusal(tmp_path, MEDIA_STORE=wrong)
