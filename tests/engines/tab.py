"""What a check may ask of a browser, whatever its engine: a few steps of a person, and a look at the page."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from time import monotonic, sleep
from typing import Any

PATIENCE_SECONDS = 20.0
LOOK_SECONDS = 0.05
WINDOW = {"width": 1280, "height": 900}
# As narrow as WebKit's window gets; about a phone.
NARROW = {"width": 447, "height": 740}
# Of every browser; the visits of the checks are to Vienna.
ZONE = "America/New_York"
# Where an element is, for pointers: in the middle of the view.
SHOW = "element.scrollIntoView({ block: 'center', behavior: 'instant' });"


class CheckFailedError(AssertionError):
    """What a person would have seen did not come."""


class Tab(ABC):
    """A window with one page. `frame` is the selector of a frame in it; scripts are bodies of functions; `name` is the
    window's own."""

    name: object

    @abstractmethod
    def go(self, url: str) -> None:
        """Opens an address and waits until the page is loaded."""

    @abstractmethod
    def back(self) -> None:
        """One step back in the history."""

    @abstractmethod
    def call(self, function: str, frame: str | None) -> str:
        """Calls a function of the page that answers with text."""

    @abstractmethod
    def click(self, selector: str, frame: str | None = None) -> None:
        """Clicks on an element with the pointer."""

    @abstractmethod
    def resize(self, size: dict[str, int]) -> None:
        """Makes the window as large."""

    @abstractmethod
    def write(self, selector: str, text: str) -> None:
        """Types into a field, after what is in it."""

    def run(self, body: str, *arguments: object, frame: str | None = None) -> Any:
        """What a script returns; a promise is waited for."""
        given = json.dumps(arguments)
        function = f"async () => JSON.stringify((await (function () {{ {body} }}).apply(null, {given})) ?? null)"
        return json.loads(self.call(function, frame))

    def see(self, condition: str, *arguments: object, frame: str | None = None) -> None:
        """Waits until an expression is true. In it, `$` finds the first element."""
        body = f"const $ = (selector) => document.querySelector(selector); return Boolean({condition});"
        deadline, last = monotonic() + PATIENCE_SECONDS, ""
        while monotonic() < deadline:
            try:
                if self.run(body, *arguments, frame=frame):
                    return
            except Exception as error:  # noqa: BLE001 — the page may just be leaving, or the frame not be there yet
                last = f": {error}"
            sleep(LOOK_SECONDS)
        raise CheckFailedError(f"never saw {condition} {list(arguments) or ''}{last}")

    def see_text(self, selector: str, text: str, frame: str | None = None) -> None:
        """Waits until an element shows a text."""
        self.see("$(arguments[0])?.innerText.includes(arguments[1])", selector, text, frame=frame)

    def see_state(self, state: str, frame: str | None = None) -> None:
        """Waits until the page's connection is `live`, `polling` …"""
        self.see("$('#wire')?.dataset.state === arguments[0]", state, frame=frame)


class Browser(ABC):
    """The browser of one person: it knows nothing of any other's."""

    @abstractmethod
    def tab(self, url: str) -> Tab:
        """Opens a window of its own at an address."""

    @abstractmethod
    def tabs(self) -> list[Tab]:
        """All that are open, those too that a page has opened."""

    def see_new_tab(self, before: Sequence[Tab]) -> Tab:
        """Waits until there is one more than before."""
        known, deadline = {tab.name for tab in before}, monotonic() + PATIENCE_SECONDS
        while not (new := [tab for tab in self.tabs() if tab.name not in known]):
            if monotonic() > deadline:
                raise CheckFailedError("no window was opened")
            sleep(LOOK_SECONDS)
        return new[0]


class Engine(ABC):
    """An engine that is installed; `install` is said where it is not."""

    name: str
    install: str
    version: str

    @abstractmethod
    def person(self) -> AbstractContextManager[Browser]:
        """A browser as fresh as on the first day."""
