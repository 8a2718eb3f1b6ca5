"""What such a program does first: it gives itself limits."""

from __future__ import annotations

import os
import resource

# After whatever serves readers.
NICENESS = 5


def impose(*, memory_bytes: int, cpu_seconds: int, output_bytes: int) -> None:
    """Limits this process for good."""
    for limit, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(NICENESS)
