"""The machine a run happened on, and which core is whose."""

from __future__ import annotations

import os
import platform
import resource
import shutil
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1
FILES = 65_536
MEASURED = ("flask", "gevent", "gunicorn", "flask-sock", "simple-websocket", "sqlalchemy", "jinja2")


def description() -> str:
    """Processor, cores, memory, kernel, Python and the versions that matter, on two lines."""
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_gibibytes():.0f} GiB, Linux {_kernel()}, "
        f"Python {platform.python_version()}\n{versions}"
    )


def load_average() -> str:
    """How busy the machine is; a run beside other work says little."""
    return f"{os.getloadavg()[0]:.1f}"


def can_pin() -> bool:
    return (os.cpu_count() or 1) > 1 and shutil.which("taskset") is not None


def on_server_core(command: list[str]) -> list[str]:
    """The command, held to the server's core."""
    return _pinned(str(SERVER_CORE), command)


def on_load_core(command: list[str]) -> list[str]:
    """The command, held to the core that makes the load."""
    return _pinned(str(LOAD_CORE), command)


def on_both_cores(command: list[str]) -> list[str]:
    return _pinned(f"{SERVER_CORE},{LOAD_CORE}", command)


def each_on_a_core(pids: Sequence[int]) -> None:
    """Holds running processes to a core each, the first of them to the server's."""
    if can_pin():
        for pid, core in zip(pids, (SERVER_CORE, LOAD_CORE), strict=False):
            os.sched_setaffinity(pid, {core})


def allow_many_files() -> int:
    """Raises the limit of open files, which children inherit, as far as we may. Returns it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(hard, FILES) if os.geteuid() == 0 else hard
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
    except (ValueError, OSError):
        wanted = hard
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return wanted


def stay_beside_the_load() -> None:
    """Keeps this process away from the server's core."""
    if can_pin():
        os.sched_setaffinity(0, {LOAD_CORE})


def resident_bytes(pid: int) -> int:
    """What a process holds in memory (RSS)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def cpu_ns(pid: int) -> int:
    """How long a process and those it started have had a core, in nanoseconds: what others took is not in it."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) + sum(cpu_ns(child) for child in children(pid))


def _pinned(cores: str, command: list[str]) -> list[str]:
    return ["taskset", "-c", cores, *command] if can_pin() else command


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _gibibytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _kernel() -> str:
    return ".".join(platform.release().split("-")[0].split(".")[:2])
