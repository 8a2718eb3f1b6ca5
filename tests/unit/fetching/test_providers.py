"""What known sites say of their posts and videos, played by local servers; other pages speak for themselves."""

from __future__ import annotations

import json

import pytest

from blog.fetching import FetchFailed, Found, read_card
from blog.fetching.providers import PROVIDERS, provider_of
from tests.elsewhere import Elsewhere

VIDEO = "dQw4w9WgXcQ"
POSTS = {
    f"https://www.youtube.com/watch?v={VIDEO}&t=3": ("youtube", VIDEO),
    f"https://youtube.com/watch?app=desktop&v={VIDEO}": ("youtube", VIDEO),
    f"https://m.youtube.com/shorts/{VIDEO}": ("youtube", VIDEO),
    f"https://www.youtube.com/live/{VIDEO}?si=x": ("youtube", VIDEO),
    f"https://youtu.be/{VIDEO}?si=x": ("youtube", VIDEO),
    "https://vimeo.com/76979871": ("vimeo", "76979871"),
    "https://vimeo.com/channels/staffpicks/76979871": ("vimeo", "76979871"),
    "https://x.com/spokesperson/status/1234567890": ("x", ""),
    "https://twitter.com/spokesperson/status/1234567890?s=20": ("x", ""),
    "https://bsky.app/profile/ministry.example/post/3kabcdefg": ("bluesky", ""),
    "https://mastodon.example/@ministry/112233445566": ("mastodon", ""),
    "https://weibo.com/1234567890/AbCdEfG": ("weibo", ""),
    "https://m.weibo.cn/detail/4567890": ("weibo", ""),
}
OTHERS = (
    *("https://www.youtube.com/@ministry", f"https://www.youtube.com/watch?v={VIDEO}x", "https://vimeo.com/about"),
    *(f"https://youtube.com.evil.example/watch?v={VIDEO}", f"https://evil.example/youtu.be/{VIDEO}"),
    *(f"https://www.youtube.com:8443/watch?v={VIDEO}", "https://x.com/spokesperson", "https://site.example/@a/12"),
    *("https://www.youtube.com/watch?v=%22onload%3Dx", "ftp://vimeo.com/76979871"),
)


def answer(**said: str) -> str:
    return json.dumps({"version": "1.0", "html": "<iframe src='https://evil.example/'></iframe>", **said})


@pytest.mark.parametrize("url", POSTS)
def test_a_post_is_known_by_its_address(url: str) -> None:
    provider = provider_of(url)
    assert provider
    assert (provider.key, provider.player_id(url)) == POSTS[url]


@pytest.mark.parametrize("url", OTHERS)
def test_nothing_else_is_taken_for_one(url: str) -> None:
    assert provider_of(url) is None


def test_a_player_is_addressed_by_the_id_alone() -> None:
    youtube, vimeo = PROVIDERS["youtube"], PROVIDERS["vimeo"]
    assert youtube.player_url(VIDEO) == f"https://www.youtube-nocookie.com/embed/{VIDEO}"
    assert youtube.player_origin == "https://www.youtube-nocookie.com"
    assert vimeo.player_url("76979871") == "https://player.vimeo.com/video/76979871?dnt=1"
    assert {one.key for one in PROVIDERS.values() if one.player} == {"youtube", "vimeo"}


@pytest.mark.parametrize(
    ("url", "path", "site"),
    [
        (f"https://youtu.be/{VIDEO}", "/oembed", "YouTube"),
        ("https://vimeo.com/76979871", "/api/oembed.json", "Vimeo"),
    ],
)
def test_a_video_is_described_by_its_oembed(elsewhere: Elsewhere, url: str, path: str, site: str) -> None:
    elsewhere.page(path, answer(title="The arrival", author_name="Ministry", provider_name="Evil"), "application/json")
    found = read_card(elsewhere.fetcher(), url)
    expected = Found("The arrival", site, "Ministry", provider=site.lower(), player=POSTS.get(url, ("", VIDEO))[1])
    assert found == expected
    assert len(elsewhere.asked) == 1


@pytest.mark.parametrize(
    ("url", "path", "key"),
    [
        ("https://x.com/spokesperson/status/1234567890", "/oembed", "x"),
        ("https://bsky.app/profile/ministry.example/post/3kabcdefg", "/oembed", "bluesky"),
    ],
)
def test_of_a_post_its_text_is_kept_and_none_of_its_html(elsewhere: Elsewhere, url: str, path: str, key: str) -> None:
    html = '<blockquote><p lang="en">We have <b>arrived</b> &amp; met.<script>x</script></p>— Ada</blockquote>'
    elsewhere.page(path, answer(author_name="Ada Nord", html=html), "application/json; charset=utf-8")
    found = read_card(elsewhere.fetcher(), url)
    assert (found.title, found.author, found.provider, found.player) == ("", "Ada Nord", key, "")
    assert found.excerpt.startswith("We have arrived & met.")
    assert "<" not in found.excerpt


def test_mastodon_is_known_by_the_oembed_that_its_page_names(elsewhere: Elsewhere) -> None:
    link = '<link rel="alternate" type="application/json+oembed" href="{}/api/oembed?format=json&amp;url=x">'
    page = '<meta property="og:title" content="Ministry"><meta property="og:description" content="We have met.">'
    elsewhere.page("/@ministry/112233445566", link.format("") + page)
    elsewhere.page("/api/oembed", answer(author_name="Ada Nord"), "application/json")
    found = read_card(elsewhere.fetcher(), "https://site.example/@ministry/112233445566")
    assert (found.title, found.excerpt, found.author, found.provider) == (
        *("Ministry", "We have met.", "Ada Nord", "mastodon"),
    )
    assert [asked.partition("?")[0] for asked in elsewhere.asked] == [
        "site.example /@ministry/112233445566",
        "site.example /api/oembed",
    ]
    elsewhere.page("/@ministry/112233445566", link.format("https://evil.example") + page)
    assert read_card(elsewhere.fetcher(), "https://site.example/@ministry/112233445566").provider == ""
    assert len(elsewhere.asked) == 3, "another host was asked"


def test_weibo_and_every_other_site_are_read_from_their_pages(elsewhere: Elsewhere) -> None:
    elsewhere.page("/1234567890/AbCdEfG", "<html lang=zh><title>外交部发言人 : 会谈</title>")
    found = read_card(elsewhere.fetcher(), "https://weibo.com/1234567890/AbCdEfG")
    assert (found.title, found.site, found.lang, found.provider) == (
        *("外交部发言人 : 会谈", "weibo.com", "zh", "weibo"),
    )


@pytest.mark.parametrize("body", ["", "[]", "{", 20_000 * "[", '{"title": 7}', '{"html": "<p"}'])
def test_a_damaged_oembed_gets_no_card(elsewhere: Elsewhere, body: str) -> None:

    elsewhere.page("/oembed", body, "application/json")
    with pytest.raises(FetchFailed):
        read_card(elsewhere.fetcher(), f"https://youtu.be/{VIDEO}")
