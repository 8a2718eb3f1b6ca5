"""A server process that a test starts, stops and starts again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

START_SECONDS = 180
LET_GO_SECONDS = 3
STOP_SECONDS = 60
# What systemd does before it starts a service that has a socket unit (sd_listen_fds).
_HANDED_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execvp(sys.argv[2], sys.argv[2:])
"""


class ServerProcess:
    """Runs `command` in `folder`, its output in `folder/log`; `ready` says when it answers.

    Made for any server, the application's own included. `user` runs it as another account (only root may ask). The
    open files in `inherits` are the server's as well.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        ready: Callable[[], bool],
        *,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: int = signal.SIGTERM,
    ) -> None:
        self.command = list(command)
        self.log = folder / "log"
        self._folder, self._ready, self._env, self._user = folder, ready, env, user
        self._stop_signal = stop_signal
        self.inherits: tuple[int, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None

    def listen_by(self, kept: socket.socket) -> None:
        """From the next start on, hands the server a listening socket, as systemd's socket units do."""
        self.inherits = (kept.fileno(),)
        self.command = [sys.executable, "-c", _HANDED_OVER, str(kept.fileno()), *self.command]

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def start(self) -> None:
        """Starts the server and returns when it answers; raises RuntimeError with its log when it does not."""
        assert self._process is None, "the server is running already"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=self._folder,
                env=self._env,
                user=self._user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=self.inherits,
                process_group=0,  # Ctrl-C reaches the tests only, and they stop the server in good order
            )
        try:
            self._wait_until_ready(self._process)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Asks the server to end, and waits; one that does not is killed and reported. Stopping twice is fine."""
        if self._process is None:
            return
        self._process.send_signal(self._stop_signal)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(self._report(f"did not stop in {STOP_SECONDS} seconds")) from None
        self._process = None

    def kill(self) -> None:
        """Ends the server and its workers at once, as a power cut would."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._wait_for_workers(self._process.pid)
        self._process = None

    def _wait_for_workers(self, group: int) -> None:
        """Waits until the workers have let go of the port; whoever adopts them decides how long they are listed."""
        deadline = time.monotonic() + LET_GO_SECONDS
        with suppress(ProcessLookupError):
            while time.monotonic() < deadline:
                os.killpg(group, 0)
                time.sleep(0.01)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._ready():
            if process.poll() is not None:
                raise RuntimeError(self._report(f"ended with status {process.returncode} instead of starting"))
            if time.monotonic() > deadline:
                raise RuntimeError(self._report(f"did not answer in {START_SECONDS} seconds"))
            time.sleep(0.02)

    def _report(self, what: str) -> str:
        tail = self.log.read_text(errors="replace")[-2000:]
        return f"{Path(self.command[0]).name} {what}. The end of its log:\n{tail}"
