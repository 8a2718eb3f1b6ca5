"""WebKit, by WebKitGTK's MiniBrowser and its driver: plain WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import requests

from tests.engines.tab import PATIENCE_SECONDS, SHOW, WINDOW, ZONE, Browser, CheckFailedError, Engine, Tab
from tests.servers.download_cache import NotInstalledError
from tests.servers.ports import HOST, free_port, is_open

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver section 12: what an element is called in JSON
PLACES = (
    *("usr/lib/*/webkit2gtk-4.1/MiniBrowser", "usr/lib/*/webkit2gtk-4.0/MiniBrowser"),
    "usr/libexec/webkit2gtk-*/MiniBrowser",
)
# Without a graphics card, and as root, for whom its sandbox does not work.
ENVIRONMENT = {
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    **({"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"} if os.geteuid() == 0 else {}),
}
SCREEN = "1600x1200x24"


class Driver:
    """The driver's HTTP interface; `path` is below the session's address once there is one."""

    def __init__(self, url: str) -> None:
        self._url, self.session = url, ""

    def do(self, method: str, path: str, **body: Any) -> Any:
        address = f"{self._url}/session{self.session}{path}"
        answer = requests.request(method, address, json=body if method == "POST" else None, timeout=60)
        value = answer.json()["value"]
        if not answer.ok:
            raise CheckFailedError(f"{method} {path}: {value['error']}: {value['message']}")
        return value


class WebKitTab(Tab):
    def __init__(self, driver: Driver, handle: str) -> None:
        self._driver = driver
        self.handle = self.name = handle

    def go(self, url: str) -> None:
        self._enter(None)
        self._driver.do("POST", "/url", url=url)

    def back(self) -> None:
        self._enter(None)
        self._driver.do("POST", "/back")

    def call(self, function: str, frame: str | None) -> str:
        self._enter(frame)
        return str(self._driver.do("POST", "/execute/sync", script=f"return ({function})();", args=[]))

    def click(self, selector: str, frame: str | None = None) -> None:
        self._enter(frame)
        element = self._find(selector)
        self._driver.do("POST", "/execute/sync", script=f"const element = arguments[0]; {SHOW}", args=[element])
        self._driver.do("POST", f"/element/{element[ELEMENT]}/click")

    def resize(self, size: dict[str, int]) -> None:
        self._driver.do("POST", "/window", handle=self.handle)
        # The whole window's, with what MiniBrowser has around the page.
        self._driver.do("POST", "/window/rect", x=0, y=0, **size)

    def write(self, selector: str, text: str) -> None:
        self._enter(None)
        self._driver.do("POST", f"/element/{self._find(selector)[ELEMENT]}/value", text=text)

    def _enter(self, frame: str | None) -> None:
        self._driver.do("POST", "/window", handle=self.handle)
        self._driver.do("POST", "/frame", id=None)
        if frame:
            self._driver.do("POST", "/frame", id=self._find(frame))

    def _find(self, selector: str) -> dict[str, str]:
        found: dict[str, str] = self._driver.do("POST", "/element", using="css selector", value=selector)
        return found


class WebKitBrowser(Browser):
    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._unused = [WebKitTab(driver, driver.do("GET", "/window"))]

    def tab(self, url: str) -> Tab:
        tab = self._unused.pop() if self._unused else self._new()
        tab.resize(WINDOW)
        tab.go(url)
        return tab

    def tabs(self) -> list[Tab]:
        return [WebKitTab(self._driver, handle) for handle in self._driver.do("GET", "/window/handles")]

    def _new(self) -> WebKitTab:
        return WebKitTab(self._driver, self._driver.do("POST", "/window/new", type="window")["handle"])


class WebKit(Engine):
    name = "WebKit"
    install = "`apt-get install webkit2gtk-driver xvfb`"

    @contextmanager
    def running(self) -> Iterator[WebKit]:
        """Raises NotInstalledError when something of it is missing."""
        driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
        browsers = [path for place in PLACES for path in Path("/").glob(place)]
        parts = {"WebKitWebDriver": driver, "Xvfb": screen, "MiniBrowser": browsers}
        missing = [name for name, found in parts.items() if not found]
        if missing or driver is None or screen is None:
            raise NotInstalledError(f"there is no {' and no '.join(missing)}")
        self._browser = str(browsers[0])
        port = free_port()
        with _screen(screen) as display:
            environment = {**os.environ, **ENVIRONMENT, "DISPLAY": display, "TZ": ZONE}
            quiet = subprocess.DEVNULL
            with subprocess.Popen([driver, f"--port={port}"], env=environment, stdout=quiet, stderr=quiet) as process:
                try:
                    _wait_for(port)
                    self._url = f"http://{HOST}:{port}"
                    with self.person():
                        pass  # to know its version
                    yield self
                finally:
                    process.terminate()

    @contextmanager
    def person(self) -> Iterator[Browser]:
        driver = Driver(self._url)
        options = {"binary": self._browser, "args": ["--automation"]}
        made = driver.do("POST", "", capabilities={"alwaysMatch": {"webkitgtk:browserOptions": options}})
        self.version = f"{made['capabilities']['browserVersion']} ({made['capabilities']['browserName']})"
        driver.session = f"/{made['sessionId']}"
        try:
            yield WebKitBrowser(driver)
        finally:
            with suppress(Exception):  # it may have closed by itself
                driver.do("DELETE", "")


@contextmanager
def _screen(command: str) -> Iterator[str]:
    """A screen that nobody sees; its number is the first that is free."""
    read, written = os.pipe()
    with subprocess.Popen(
        [command, "-displayfd", str(written), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[written], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(written)
        try:
            with os.fdopen(read) as number:
                yield f":{number.readline().strip()}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = monotonic() + PATIENCE_SECONDS
    while not is_open(port):
        if monotonic() > deadline:
            raise NotInstalledError("WebKitWebDriver does not answer")
        sleep(0.05)
