"""Records everything that a page must never do, so that the test fails at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# A violation of the content security policy is no page error: this makes it one.
TELL_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => {
  console.error(`content security policy: ${event.effectiveDirective} blocked ${event.blockedURI}`);
}, true);
"""
# What a browser says of a request that its page gave up, because it went elsewhere or asked anew.
GIVEN_UP = "net::ERR_ABORTED"
# And of a script that it does not ask for, because JavaScript is off. What the policy forbids is told in words as well.
NOT_ASKED = "csp"

# What it says of a font that was asked for ahead, some seconds after the page came. A frame that is not in view is not
# drawn, and needs its font later; how much of a test happens meanwhile is the machine's.
NOT_DRAWN_YET = "was preloaded using link preload but not used"

# What htmx writes of a request without an answer, of which the browser tells as well: `_failed` has it.
TOLD_TWICE = "htmx: htmx:error: Failed to fetch"

# Answers to what was under way: a desk asks whether its session has ended as somebody who signs out leaves it, and a
# draft is saved in the moment in which its text is sent.
UNDER_WAY = (re.compile(r"401\b.*/desk/visits/[^/]+/since/"), re.compile(r"410\b.*/desk/visits/[^/]+/drafts/"))

# The driver says so of the desk's worker, which most tests go without.
WITHOUT_WORKER = "Service Worker registration blocked by Playwright"


class Watch:
    """`complaints` are the sentences that fail a test; what a test brings about on purpose is said beforehand."""

    def __init__(self, *origins: str) -> None:
        self.complaints: list[str] = []
        self._origins = origins
        self._expected: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watches every page of a context, frames included."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._heard)
        context.on("weberror", self._broken)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        return context

    def expect(self, *patterns: str) -> None:
        """From now on, complaints that hold one of these patterns are no complaints."""
        self._expected += patterns

    @contextmanager
    def expecting(self, *patterns: str) -> Iterator[None]:
        """The same, for a moment."""
        before = len(self._expected)
        self.expect(*patterns)
        yield
        del self._expected[before:]

    def _complain(self, sentence: str) -> None:
        if not any(re.search(pattern, sentence) for pattern in (*self._expected, *UNDER_WAY)):
            self.complaints.append(sentence)

    def _heard(self, message: ConsoleMessage) -> None:
        in_a_frame = bool(message.page) and message.location["url"] != message.page.url
        is_told = message.text.startswith((TOLD_TWICE, WITHOUT_WORKER)) or (
            in_a_frame and NOT_DRAWN_YET in message.text
        )
        if message.type in ("error", "warning") and not is_told:
            self._complain(f"console {message.type}: {message.text} ({message.location['url']})")

    def _broken(self, error: WebError) -> None:
        self._complain(f"page error: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((*self._origins, "data:", "blob:", "about:")):
            self._complain(f"left the site: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure not in (GIVEN_UP, NOT_ASKED):
            self._complain(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._complain(f"answered {response.status}: {response.request.method} {response.url}")
