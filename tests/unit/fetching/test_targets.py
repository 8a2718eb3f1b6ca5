"""The fetcher reaches nothing inside a network: not directly, not by a redirect, not by a name that changes."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from blog.fetching import FetchFailed
from blog.fetching.client import PAGES
from blog.fetching.targets import Policy, is_public
from tests.elsewhere import OTHER, PUBLIC, Elsewhere

PRIVATE = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.51.100.1", "203.0.113.1"),
    *("198.18.0.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1"),
    *("64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:20::1", "3fff::1", "100::1", "5f00::1"),
)
# What a resolver takes for 127.0.0.1 or 0.0.0.0, written so that a list of forbidden texts would not know it.
DISGUISED = ("http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/")
NO_PAGES = (
    *("ftp://site.example/", "file:///etc/passwd", "gopher://site.example/", "javascript:alert(1)", "//site.example/"),
    *("http://user@site.example/", "http://user:word@site.example/", "http://@site.example/", "http:///path"),
    *("http://site.example:22/", "http://site.example:8080/", "https://site.example:6379/", "http://site.example:0/"),
    *("http://[::1", "http://site.example:port/", "http://site.example/a b", "http://site.example/" + 2_000 * "a"),
    *("http://site.example/\r\nX: y", "http://" + 300 * "a" + "é.example/"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_connected_to(elsewhere: Elsewhere, address: str) -> None:
    assert not is_public(address)
    # One address among public ones is enough to refuse the name.
    for answers in ([address], [PUBLIC, address]):
        elsewhere.addresses["site.example"] = answers
        _refused(elsewhere, "http://site.example/")
    assert elsewhere.connected == []


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", DISGUISED)
def test_an_address_in_disguise_is_recognised_by_what_it_resolves_to(url: str) -> None:
    with pytest.raises(FetchFailed):
        Policy().target(url)


@pytest.mark.parametrize("url", NO_PAGES)
def test_nothing_else_is_an_address_of_a_page(elsewhere: Elsewhere, url: str) -> None:
    _refused(elsewhere, url)
    assert elsewhere.connected == []


@pytest.mark.parametrize("address", PRIVATE[::3])
def test_a_redirect_leads_to_no_private_address(elsewhere: Elsewhere, address: str) -> None:
    elsewhere.addresses["inside.example"] = [address]
    elsewhere.redirect("/", "http://inside.example/secret")
    _refused(elsewhere, "http://site.example/")
    assert elsewhere.asked == ["site.example /"]


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://[::1]/", "file:///etc/passwd", "http://site.example:22/"])
def test_a_redirect_is_checked_as_the_first_address_is(elsewhere: Elsewhere, to: str) -> None:
    elsewhere.redirect("/", to)
    with pytest.raises(FetchFailed):
        elsewhere.fetcher(resolve=_as_written).get("http://site.example/", PAGES, elsewhere.fetcher().deadline())
    assert elsewhere.asked == ["site.example /"]


def test_a_name_that_changes_its_address_gains_nothing(elsewhere: Elsewhere) -> None:
    """It is resolved once, and the connection goes to the address that was checked."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    elsewhere.page("/", "<title>Public</title>")
    fetcher = elsewhere.fetcher(resolve=lambda _host, _port: next(answers))
    assert b"Public" in fetcher.get("http://site.example/", PAGES, fetcher.deadline()).body
    assert elsewhere.connected == [(PUBLIC, 80)]
    with pytest.raises(FetchFailed, match="public internet"):
        fetcher.get("http://site.example/", PAGES, fetcher.deadline())
    assert elsewhere.connected == [(PUBLIC, 80)]


def test_a_name_is_asked_for_and_certified_though_its_address_is_connected_to(elsewhere: Elsewhere) -> None:
    elsewhere.addresses["site.example"] = [OTHER]
    elsewhere.page("/", "<title>Over TLS</title>")
    fetcher = elsewhere.fetcher()
    assert b"Over TLS" in fetcher.get("https://site.example/", PAGES, fetcher.deadline()).body
    assert (elsewhere.connected, elsewhere.asked) == ([(OTHER, 443)], ["site.example /"])
    with pytest.raises(FetchFailed, match="certificate"):
        fetcher.get("https://stranger.example/", PAGES, fetcher.deadline())


def test_a_name_without_an_address_may_have_one_later(elsewhere: Elsewhere) -> None:
    def fail(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror

    with pytest.raises(FetchFailed) as failed:
        elsewhere.fetcher(resolve=fail).policy.target("http://site.example/")
    assert not failed.value.is_final


def _as_written(host: str, _port: int) -> Sequence[str]:
    return [PUBLIC] if host == "site.example" else [host]


def _refused(elsewhere: Elsewhere, url: str) -> None:
    fetcher = elsewhere.fetcher()
    with pytest.raises(FetchFailed) as failed:
        fetcher.get(url, PAGES, fetcher.deadline())
    assert failed.value.is_final
