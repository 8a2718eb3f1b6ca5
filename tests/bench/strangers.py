"""Strangers: plain GETs for pages that nobody has in memory, and sign-ins with a wrong password.

`python -m tests.bench.strangers pages PORT CLIENTS SECONDS TEMPLATE …` asks for addresses, in which `{n}` is another
number each time and `{w}` another word; it prints how often each status was answered. `… sign-ins PORT COUNT AT_ONCE`
signs in from COUNT addresses, as a proxy would tell them. `… guesses PORT COUNT SECONDS ACCOUNTS` does so evenly within
SECONDS, with the addresses of accounts that there are.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from itertools import count
from urllib.parse import urlencode

from tests.bench.fill import account

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_NUMBERS = count(1)
PATIENCE_SECONDS = 60
AT_ONCE = 150
# Whom the server turned away tries again at once, but not as fast as a core can spin.
PAUSE_SECONDS = 0.01


def ask_for_pages(port: int, clients: int, seconds: float, templates: Sequence[str]) -> Counter[str]:
    """What so many clients were answered, each asking for one cold page after the other."""
    until = time.monotonic() + seconds

    def client(_: int) -> Counter[str]:
        answers: Counter[str] = Counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        while time.monotonic() < until:
            number = next(_NUMBERS)
            template = templates[number % len(templates)]
            answers[_get(connection, template.format(n=number, w=f"{number:x}zq"))] += 1
        connection.close()
        return answers

    return _all_together(client, clients, clients)


def sign_in(port: int, strangers: int, at_once: int) -> Counter[str]:
    """What so many sign-ins were answered, each from an address of its own, with a password that is wrong."""

    def one(number: int) -> Counter[str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            return Counter([_sign_in(connection, number)])
        except (OSError, http.client.HTTPException) as error:
            return Counter([type(error).__name__])
        finally:
            connection.close()

    return _all_together(one, strangers, at_once)


def guess(port: int, strangers: int, seconds: float, accounts: int) -> Counter[str]:
    """The same for accounts that there are, spread evenly over `seconds`."""
    begin = time.monotonic()

    def one(number: int) -> Counter[str]:
        time.sleep(max(0.0, begin + number * seconds / strangers - time.monotonic()))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            return Counter([_sign_in(connection, number, account(number % accounts))])
        except (OSError, http.client.HTTPException) as error:
            return Counter([type(error).__name__])
        finally:
            connection.close()

    return _all_together(one, strangers, AT_ONCE)


def _get(connection: http.client.HTTPConnection, path: str) -> str:
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        time.sleep(PAUSE_SECONDS)
        return type(error).__name__
    if answer.status >= 400:
        time.sleep(PAUSE_SECONDS)
    return str(answer.status)


def _sign_in(connection: http.client.HTTPConnection, number: int, email: str = "") -> str:
    address = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
    connection.request("GET", "/desk/sign-in", headers=address)
    answer = connection.getresponse()
    found = _TOKEN.search(answer.read().decode())
    if found is None:
        return str(answer.status)
    cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    form = urlencode(
        {"csrf_token": found[1], "email": email or f"stranger{number}@example.org", "password": "guessed wrong"}
    )
    connection.request(
        "POST",
        "/desk/sign-in",
        form,
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
        | address,
    )
    answer = connection.getresponse()
    answer.read()
    return str(answer.status)


def _all_together(one: Callable[[int], Counter[str]], times: int, at_once: int) -> Counter[str]:
    with ThreadPoolExecutor(at_once) as pool:
        return sum(pool.map(one, range(times)), Counter())


def main(kind: str, port: str, *rest: str) -> None:
    socket.setdefaulttimeout(PATIENCE_SECONDS)
    if kind == "pages":
        answers = ask_for_pages(int(port), int(rest[0]), float(rest[1]), rest[2:])
    elif kind == "guesses":
        answers = guess(int(port), int(rest[0]), float(rest[1]), int(rest[2]))
    else:
        answers = sign_in(int(port), int(rest[0]), int(rest[1]))
    print(json.dumps(answers))


if __name__ == "__main__":
    main(*sys.argv[1:])
