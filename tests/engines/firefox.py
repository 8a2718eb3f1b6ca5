"""Firefox, by WebDriver BiDi, which it speaks without a driver: https://w3c.github.io/webdriver-bidi/."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.engines.tab import PATIENCE_SECONDS, SHOW, WINDOW, ZONE, Browser, CheckFailedError, Engine, Tab
from tests.servers.download_cache import NotInstalledError

NAMES = ("firefox-esr", "firefox")
# The cache of pages for *back* is what Firefox has for people, and not for programs.
PREFERENCES = 'user_pref("browser.sessionhistory.max_total_viewers", 8);\n'
_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class Session:
    """A line to the browser: commands, and their results."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._numbers = line, count(1)

    def do(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._line.recv(timeout=PATIENCE_SECONDS))
            if message.get("id") == number:
                break
        if message["type"] == "error":
            raise CheckFailedError(f"{method}: {message['message']}")
        return message["result"]

    def ask(self, context: str, function: str) -> Any:
        """What a function returns, as a remote value."""
        result = self.do(
            "script.callFunction", functionDeclaration=function, awaitPromise=True, target={"context": context},
            userActivation=False,
        )  # fmt: skip
        if result["type"] == "exception":
            raise CheckFailedError(result["exceptionDetails"]["text"])
        return result["result"]


class FirefoxTab(Tab):
    def __init__(self, session: Session, context: str) -> None:
        self._session = session
        self.context = self.name = context

    def go(self, url: str) -> None:
        self._session.do("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def back(self) -> None:
        self._session.do("browsingContext.traverseHistory", context=self.context, delta=-1)

    def call(self, function: str, frame: str | None) -> str:
        return str(self._session.ask(self._within(frame), function)["value"])

    def click(self, selector: str, frame: str | None = None) -> None:
        context = self._within(frame)
        if frame:
            self._find(self.context, frame)
        element = self._find(context, selector)
        moves = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": element}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act(context, {"type": "pointer", "id": "mouse", "actions": moves})

    def resize(self, size: dict[str, int]) -> None:
        self._session.do("browsingContext.setViewport", context=self.context, viewport=size)

    def write(self, selector: str, text: str) -> None:
        to_the_end = "if (element.selectionStart !== null) element.selectionStart = element.value.length;"
        focus = f"element => {{ {SHOW} element.focus(); {to_the_end} }}"
        self._session.ask(self.context, f"() => ({focus})(document.querySelector({json.dumps(selector)}))")
        keys = [{"type": way, "value": letter} for letter in text for way in ("keyDown", "keyUp")]
        self._act(self.context, {"type": "key", "id": "keyboard", "actions": keys})

    def _act(self, context: str, *sources: object) -> None:
        self._session.do("input.performActions", context=context, actions=list(sources))

    def _within(self, frame: str | None) -> str:
        if frame is None:
            return self.context
        window = self._session.ask(self.context, f"() => document.querySelector({json.dumps(frame)}).contentWindow")
        return str(window["value"]["context"])

    def _find(self, context: str, selector: str) -> dict[str, str]:
        function = f"() => {{ const element = document.querySelector({json.dumps(selector)}); {SHOW} return element; }}"
        return {"sharedId": self._session.ask(context, function)["sharedId"]}


class FirefoxBrowser(Browser):
    def __init__(self, session: Session, user: str) -> None:
        self._session, self._user = session, user

    def tab(self, url: str) -> Tab:
        # A window, because what is in a tab behind another is hidden.
        made = self._session.do("browsingContext.create", type="window", userContext=self._user)["context"]
        tab = FirefoxTab(self._session, made)
        tab.resize(WINDOW)
        tab.go(url)
        return tab

    def tabs(self) -> list[Tab]:
        tree = self._session.do("browsingContext.getTree", maxDepth=0)["contexts"]
        return [FirefoxTab(self._session, one["context"]) for one in tree if one["userContext"] == self._user]


class Firefox(Engine):
    name = "Firefox"
    install = "`apt-get install firefox-esr`"

    @contextmanager
    def running(self) -> Iterator[Firefox]:
        """Raises NotInstalledError when there is none."""
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if found is None:
            raise NotInstalledError("no firefox-esr and no firefox on the PATH")
        with tempfile.TemporaryDirectory(prefix="dateline-firefox-", ignore_cleanup_errors=True) as profile:
            (Path(profile) / "user.js").write_text(PREFERENCES)
            command = [found, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
            with subprocess.Popen(
                command, env={**os.environ, "HOME": profile, "TZ": ZONE}, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, text=True,
            ) as process:  # fmt: skip
                try:
                    with connect(f"{_address(process)}/session", max_size=None, proxy=None) as line:
                        self._session = Session(line)
                        made = self._session.do("session.new", capabilities={})
                        self.version = made["capabilities"]["browserVersion"]
                        yield self
                finally:
                    process.terminate()

    @contextmanager
    def person(self) -> Iterator[Browser]:
        user = self._session.do("browser.createUserContext")["userContext"]
        try:
            yield FirefoxBrowser(self._session, user)
        finally:
            with suppress(Exception):  # it may have closed by itself
                self._session.do("browser.removeUserContext", userContext=user)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    for line in process.stderr:
        if found := _LISTENS.search(line):
            return found[1]
    raise NotInstalledError("Firefox ended instead of starting")
