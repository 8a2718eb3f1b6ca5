"""The sites whose posts and videos are known: their addresses, their oEmbed, and their players."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Provider:
    """A site with posts or videos.

    `posts` match the host and path of its posts, with the post's id in the group `id` where there is a player.
    `oembed` is asked about a post; without one, its page is read. `player` has a place for the id.
    """

    key: str
    name: str
    posts: re.Pattern[str]
    oembed: str = ""
    player: str = ""

    def player_id(self, url: str) -> str:
        """The id of a post in the player; empty without a player."""
        match = self.posts.match(_place(url)) if self.player else None
        return next((value for value in match.groupdict().values() if value), "") if match else ""

    def player_url(self, post_id: str) -> str:
        """The address of the player, made from the id alone."""
        return self.player.format(post_id)

    @property
    def player_origin(self) -> str:
        """What a policy has to name so that the player may be shown."""
        parts = urlsplit(self.player)
        return f"{parts.scheme}://{parts.netloc}" if self.player else ""

    def oembed_of(self, url: str) -> str:
        """The address that answers with the oEmbed document of a post."""
        return f"{self.oembed}{'&' if '?' in self.oembed else '?'}{urlencode({'url': url})}"


def _posts(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})", re.ASCII | re.IGNORECASE | re.VERBOSE)


PROVIDERS: Mapping[str, Provider] = {
    provider.key: provider
    for provider in (
        Provider(
            "youtube",
            "YouTube",
            _posts(
                r"""(?:www\.|m\.|music\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=(?P<watch>[\w-]{11})(?![\w-])
                |(?:shorts|live|embed)/(?P<path>[\w-]{11})(?![\w-]))|youtu\.be/(?P<short>[\w-]{11})(?![\w-])"""
            ),
            oembed="https://www.youtube.com/oembed?format=json",
            player="https://www.youtube-nocookie.com/embed/{}",
        ),
        Provider(
            "vimeo",
            "Vimeo",
            _posts(r"(?:www\.)?vimeo\.com/(?:channels/[\w-]+/)?(?P<id>\d{5,12})(?!\d)"),
            oembed="https://vimeo.com/api/oembed.json",
            player="https://player.vimeo.com/video/{}?dnt=1",
        ),
        Provider(
            "x",
            "X",
            _posts(r"(?:www\.|mobile\.)?(?:x|twitter)\.com/\w{1,20}/status/\d+"),
            oembed="https://publish.twitter.com/oembed?omit_script=1&dnt=true",
        ),
        Provider(
            "bluesky",
            "Bluesky",
            _posts(r"bsky\.app/profile/[\w.:-]+/post/\w+"),
            oembed="https://embed.bsky.app/oembed",
        ),
        Provider("weibo", "Weibo", _posts(r"(?:www\.|m\.)?weibo\.(?:com|cn)/(?:\d+|status|detail)/\w+")),
        Provider("mastodon", "Mastodon", _posts(r"[^/]+/(?:@[\w.@-]+|users/[\w.-]+/statuses)/\d{6,}")),
    )
}


def provider_of(url: str) -> Provider | None:
    """The provider of a post or video at this address. Of a post of Mastodon, only its page can tell."""
    place = _place(url)
    return next((one for one in PROVIDERS.values() if one.posts.match(place)), None)


def _place(url: str) -> str:
    """Host, path and question of an address on the Web's usual ports, without scheme."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.port not in (None, 80, 443) or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return f"{parts.hostname}{parts.path}{f'?{parts.query}' if parts.query else ''}"
