"""Fetches what the tests need ahead of them, so that no test's time is spent on a download."""

import sys

from tests.servers.chromium import find_chromium
from tests.servers.contrib import postgres_with_contrib
from tests.servers.download_cache import NotInstalledError
from tests.servers.node import AXE, BLNS, COMMONMARK, HTML_VALIDATE, LINKINATOR, SITEMAP, npm_tool


def main() -> None:
    what = "Chromium, html-validate, axe-core, linkinator, strings to stumble over and PostgreSQL's contrib modules"
    print(f"Looking for {what}; what is missing is fetched into .cache/", flush=True)
    find_chromium()
    for package in (HTML_VALIDATE, AXE, LINKINATOR, SITEMAP, BLNS, COMMONMARK):
        npm_tool(*package)
    postgres_with_contrib()


if __name__ == "__main__":
    try:
        main()
    except NotInstalledError as error:
        sys.exit(str(error))
