"""Fetches pages from other sites for cards: within limits, and never from a private network."""

from blog.fetching.client import Fetcher
from blog.fetching.errors import FetchFailed
from blog.fetching.found import EXCERPT_CHARACTERS, Found
from blog.fetching.reading import read_card

__all__ = ["EXCERPT_CHARACTERS", "FetchFailed", "Fetcher", "Found", "read_card"]
