"""Restores the paragraphs of plain text that was broken into lines for mail."""

from __future__ import annotations

import re

# Programs break lines at 72 to 78 characters; shorter lines are meant.
NARROWEST, WIDEST = 64, 80
# Lines that begin something of their own: lists, quotations, headings, rules, tables, indented text.
_OWN = re.compile(r"\s*(?:[-*+>#|=]|\d{1,3}[.)]\s|\s{2,})")


def unflowed(text: str, *, deletes_spaces: bool) -> str:
    """Joins the lines of `format=flowed` (RFC 3676): a space at the end of a line says that it goes on."""
    lines: list[str] = []
    depth_before, goes_on = 0, False
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        is_signature = bare == "-- "
        if goes_on and depth == depth_before and not is_signature:
            lines[-1] += bare
        else:
            lines.append(">" * depth + " " * bool(depth) + bare)
        goes_on, depth_before = bare.endswith(" ") and not is_signature, depth
        if goes_on and deletes_spaces:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def unwrapped(text: str) -> str:
    """Joins lines that a program has broken, where the first word of the next would not have fitted."""
    lines = text.split("\n")
    width = max((len(line.rstrip()) for line in lines if not _OWN.match(line)), default=0)
    if not NARROWEST <= width <= WIDEST:
        return text
    joined: list[str] = []
    before = ""
    for line in lines:
        first = line.split(" ", 1)[0]
        if before and line.strip() and not _OWN.match(line) and len(before) + 1 + len(first) > width:
            joined[-1] = f"{joined[-1].rstrip()} {line}"
        else:
            joined.append(line)
        before = "" if _OWN.match(line) or line == "-- " else line.rstrip()
    return "\n".join(joined)
