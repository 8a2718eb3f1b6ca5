"""Records the state of an app's objects, so that it can be restored between tests.

Objects are found by following references, so a new cache, counter or list in the product needs no entry here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, MutableSequence, MutableSet
from functools import partial
from types import CellType, FunctionType, MethodType
from typing import Any

# Only objects of these packages are restored: the product's own, and those in which it keeps its state.
PACKAGES = ("blog", "cachetools", "limits", "collections")

Put = Callable[[], object]


class Checkpoint:
    """Records everything reachable from `roots`; `restore` may be called any number of times."""

    def __init__(self, *roots: object) -> None:
        self._seen: dict[int, object] = {}  # holding them keeps their ids unique
        self._puts: list[Put] = []
        found = deque(roots)
        while found:
            each = found.popleft()
            if id(each) not in self._seen:
                self._seen[id(each)] = each
                found.extend(self._look(each))

    def restore(self) -> None:
        """Restores the recorded content of every object, and drops what was added since."""
        for put in self._puts:
            put()

    def _look(self, thing: object) -> Iterator[object]:
        """Records what an object holds, and yields the objects it refers to."""
        if isinstance(thing, dict):
            self._puts.append(partial(_put_items, thing, list(thing.items())))
            yield from thing.values()
        elif isinstance(thing, (MutableSequence, MutableSet)) and not isinstance(thing, bytearray):
            held = list(thing)
            self._puts.append(partial(_put_members, thing, held))
            yield from held
        elif isinstance(thing, tuple):
            yield from thing
        elif isinstance(thing, partial):
            yield from (thing.func, *thing.args, *thing.keywords.values())
        elif isinstance(thing, MethodType):
            yield thing.__self__
        elif isinstance(thing, FunctionType):
            yield from thing.__closure__ or ()
        elif isinstance(thing, CellType):
            yield from self._look_into(thing, ("cell_contents",))
        if type(thing).__module__.partition(".")[0] in PACKAGES:
            yield getattr(thing, "__dict__", None)
            yield from self._look_into(thing, _slots(type(thing)))

    def _look_into(self, thing: object, names: tuple[str, ...]) -> Iterator[object]:
        for name in names:
            if hasattr(thing, name):  # a slot may be empty
                held = getattr(thing, name)
                self._puts.append(partial(object.__setattr__, thing, name, held))
                yield held


def _put_items(thing: dict[Any, Any], items: list[tuple[Any, Any]]) -> None:
    thing.clear()
    thing.update(items)


def _put_members(thing: Any, members: list[Any]) -> None:
    thing.clear()
    (thing.extend if isinstance(thing, MutableSequence) else thing.update)(members)


def _slots(kind: type) -> tuple[str, ...]:
    """The attribute names that a class and its bases declare in `__slots__`."""
    found: list[str] = []
    for each in kind.__mro__:
        slots = each.__dict__.get("__slots__", ())
        found += [slots] if isinstance(slots, str) else slots
    return tuple(name for name in found if not name.startswith("__"))
