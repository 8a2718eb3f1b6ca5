"""Compares a run with the kept one: `make bench-check`, or `python -m tests.bench.compare RUN [KEPT]`.

Only ratios to peers and to smaller loads of the same run are compared, because milliseconds differ from machine to
machine and from hour to hour. What is worse by more than 10 % is named, and what was not measured although its
benchmark ran; both are a failure.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.runs import KEPT, Measured, read

TOLERANCE = 1.10
# The column that says how many times as much is served; in all others less is better.
MORE_IS_BETTER = ": ratio"


def main(run: str, kept: str = str(KEPT)) -> None:
    ours, theirs = read(Path(run)), read(Path(kept))
    if not ours.keys() & theirs.keys():
        sys.exit(f"{run} has no benchmark that {kept} has")
    count = sum(len(theirs[name].ratios) for name in ours.keys() & theirs.keys())
    wrong = list(found(ours, theirs))
    for line in wrong:
        print(line)
    if wrong:
        sys.exit(1)
    print(f"{count} ratios compared with {kept}: none is worse by more than {(TOLERANCE - 1):.0%}.")


def found(ours: Mapping[str, Measured], theirs: Mapping[str, Measured]) -> Iterator[str]:
    """A sentence for all that is worse than what is kept, or cannot be compared with it."""
    for name in sorted(ours.keys() & theirs.keys()):
        now, kept = ours[name], theirs[name]
        if now.quick != kept.quick:
            yield f"{name}: a run with small numbers cannot be compared with one with large ones"
            continue
        for ratio, before in kept.ratios.items():
            if ratio not in now.ratios:
                yield f"{name}: not measured: {ratio}"
            elif is_worse(ratio, now.ratios[ratio], before):
                yield f"{name}: worse: {ratio}: {now.ratios[ratio]:.2f} ×, was {before:.2f} ×"


def is_worse(name: str, now: float, before: float) -> bool:
    """Whether a ratio is worse by more than the tolerance."""
    return now * TOLERANCE < before if name.endswith(MORE_IS_BETTER) else now > before * TOLERANCE


if __name__ == "__main__":
    main(*sys.argv[1:])
