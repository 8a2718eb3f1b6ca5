"""Free TCP ports on loopback."""

import random
import socket

HOST = "127.0.0.1"
# Below the range that systems give to outgoing connections (32768 and up): nothing takes the port of a server
# while a test has it stopped.
LOWEST, HIGHEST = 20_000, 32_000


def free_port() -> int:
    """A port that nothing listens on, chosen at random so that two test runs seldom pick the same."""
    for _ in range(100):
        port = random.randint(LOWEST, HIGHEST)
        if _is_free(port):
            return port
    raise OSError(f"No free port found between {LOWEST} and {HIGHEST}; close some servers.")


def is_open(port: int) -> bool:
    """Whether something on this machine accepts connections on `port`."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
