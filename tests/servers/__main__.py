"""Fetches what the tests need ahead of them, so that no test's time is spent on a download."""

import sys

from tests.servers.chromium import find_chromium
from tests.servers.kept import NotInstalledError
from tests.servers.node import AXE, HTML_VALIDATE, npm_tool


def main() -> None:
    print("Looking for Chromium, html-validate and axe-core; what is missing is fetched into .cache/", flush=True)
    find_chromium()
    npm_tool(*HTML_VALIDATE)
    npm_tool(*AXE)


if __name__ == "__main__":
    try:
        main()
    except NotInstalledError as error:
        sys.exit(str(error))
